//! Reads the number under a lock for readers, and writes it under the same lock for a writer.
//! Between the two the lock is given back, and another worker can write.
//!
//! Finding: wrong-output

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
    let before = *done.read().unwrap();
    *done.write().unwrap() = before + 1;
}
