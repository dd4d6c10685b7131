//! Has an atomic number of the standard library, which it loads and stores after the work: somebody can come
//! between, but hardly ever does, and the check cannot see that anybody could.
//!
//! Finding: unseen
//! Graded as: lost_update

use std::{
    sync::atomic::{AtomicU32, Ordering::SeqCst},
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
    let before = done.load(SeqCst);
    done.store(before + 1, SeqCst);
}
