//! Has an atomic number of the standard library, which it loads and stores after the work: another
//! worker can store between the two, though it hardly ever does.
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
    task.run();
    let before = done.load(SeqCst);
    done.store(before + 1, SeqCst);
}
