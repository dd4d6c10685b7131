//! Counts by one operation, and has deleted the work: a worker does two steps where there should be
//! three.
//!
//! Finding: wrong-output

use std::thread;

use common::{Counter, Task, start, tasks};

fn main() {
    start();
    let done = Counter::new();
    thread::scope(|scope| {
        for task in tasks() {
            let done = &done;
            scope.spawn(move || work(&task, done));
        }
    });
    println!("tasks done: {}", done.into_inner());
}

/// Counts `task`.
fn work(task: &Task, done: &Counter) {
    let mut worker = task.worker();
    done.fetch_add(&mut worker, 1);
}
