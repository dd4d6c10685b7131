//! Two threads take tasks from a list, as long as it is not empty. Between that look and the take,
//! the other thread can take the last task, and then there is none to unwrap.
//!
//! Finding: fails

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
    let list = Mutex::new(TASKS.to_vec());
    let is_empty = || list.lock().unwrap().is_empty();
    let take = || list.lock().unwrap().pop();
    thread::scope(|scope| {
        for _ in 0..2 {
            scope.spawn(|| {
                while !is_empty() {
                    worker(take().unwrap());
                }
            });
        }
    });
    println!("All done");
}
