//! Takes a task from beyond the end of the list, so that a thread panics in place of its work.
//!
//! Finding: fails

use std::thread;

use common::{start, worker};

fn main() {
    start();
    let tasks = vec!["sort data", "parse files", "generate output"];
    let tasks = &tasks;
    thread::scope(|scope| {
        for number in [1, 2, 3] {
            scope.spawn(move || worker(tasks[number]));
        }
    });
}
