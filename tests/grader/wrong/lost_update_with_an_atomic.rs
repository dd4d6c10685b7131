//! A number of the standard library, to which one is added by one operation. That may well be right, but to the
//! check a load and a store would look the same.
//!
//! Finding: unseen
//! Graded as: lost_update

use std::{
    sync::atomic::{AtomicU32, Ordering},
    thread,
};

use common::{start, worker};

fn main() {
    start();
    let done = AtomicU32::new(0);
    thread::scope(|scope| {
        for task in ["sort data", "parse files", "generate output"] {
            let done = &done;
            scope.spawn(move || work(task, done));
        }
    });
    println!("{} tasks done", done.into_inner());
}

/// Does `task`, and counts it.
fn work(task: &str, done: &AtomicU32) {
    worker(task);
    done.fetch_add(1, Ordering::Relaxed);
}
