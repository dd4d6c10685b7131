//! Counts by `fetch_update` of an atomic number, which tries again if another worker was faster.
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
    let one_more = |before| Some(before + 1);
    let _before = done.fetch_update(SeqCst, SeqCst, one_more);
}
