//! A number of the standard library, to which each worker adds one by one operation.
//!
//! Finding: joined

use std::{
    sync::atomic::{AtomicU32, Ordering},
    thread,
};

use common::{Task, start, tasks};

fn main() {
    start();
    let done = AtomicU32::new(0);
    thread::scope(|scope| {
        for task in tasks() {
            let done = &done;
            scope.spawn(move || work(&task, done));
        }
    });
    println!("tasks done: {}", done.into_inner());
}

/// Does `task`, and counts it.
fn work(task: &Task, done: &AtomicU32) {
    task.run();
    done.fetch_add(1, Ordering::Relaxed);
}
