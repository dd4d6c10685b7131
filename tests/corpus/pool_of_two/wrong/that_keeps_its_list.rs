//! Has two threads, but the list stays locked for as long as one of them works.
//!
//! Finding: serial

use std::{sync::Mutex, thread};

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
    let list = Mutex::new(TASKS.into_iter());
    thread::scope(|scope| {
        for _ in 0..2 {
            scope.spawn(|| {
                while let Some(task) = list.lock().unwrap().next() {
                    worker(task);
                }
            });
        }
    });
    println!("All done");
}
