//! Counts under a lock for readers and writers, which each worker takes to write.
//!
//! Finding: joined

use std::{sync::RwLock, thread};

use common::{Task, start, tasks};

fn main() {
    start();
    let done = RwLock::new(0);
    thread::scope(|scope| {
        for task in tasks() {
            let done = &done;
            scope.spawn(move || work(&task, done));
        }
    });
    println!("tasks done: {}", done.into_inner().unwrap());
}

/// Does `task`, and counts it.
fn work(task: &Task, done: &RwLock<u32>) {
    task.run();
    *done.write().unwrap() += 1;
}
