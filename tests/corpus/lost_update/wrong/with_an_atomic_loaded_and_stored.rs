//! Has an atomic number of the standard library, and still loads before the work and stores after
//! it.
//!
//! Finding: wrong-output

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
    let before = done.load(SeqCst);
    task.run();
    done.store(before + 1, SeqCst);
}
