//! Each worker tries to store one more than it has read, and tries again if another worker was
//! faster.
//!
//! Finding: joined

use std::{
    sync::atomic::{AtomicU32, Ordering::SeqCst},
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
    let mut before = done.load(SeqCst);
    while let Err(now) = done.compare_exchange(before, before + 1, SeqCst, SeqCst) {
        before = now;
    }
}
