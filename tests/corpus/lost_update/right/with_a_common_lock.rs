//! The number is behind the lock in slow motion, which is a step of the worker.
//!
//! Finding: joined

use std::thread;

use common::{Lock, Task, start, tasks};

fn main() {
    start();
    let done = Lock::new(0);
    thread::scope(|scope| {
        for task in tasks() {
            let done = &done;
            scope.spawn(move || work(&task, done));
        }
    });
    println!("tasks done: {}", done.into_inner());
}

/// Does `task`, and counts it.
fn work(task: &Task, done: &Lock<u32>) {
    let mut worker = task.worker();
    worker.step();
    worker.step();
    *done.lock(&mut worker) += 1;
}
