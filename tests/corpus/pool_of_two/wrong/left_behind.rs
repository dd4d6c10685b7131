//! Has two threads that take tasks from a list. Main does not wait for them.
//!
//! Finding: no-wait

use std::{
    sync::{Arc, Mutex},
    thread,
};

use common::{start, worker};

const TASKS: [&str; 6] = [
    "sort data",
    "parse files",
    "generate output",
    "read mail",
    "send mail",
    "clean up",
];

fn main() {
    start();
    let list = Arc::new(Mutex::new(TASKS.into_iter()));
    for _ in 0..2 {
        let list = Arc::clone(&list);
        thread::spawn(move || {
            let next = || list.lock().unwrap().next();
            while let Some(task) = next() {
                worker(task);
            }
        });
    }
    println!("All done");
}
