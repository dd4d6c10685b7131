//! Has a lock made by hand around the permits: a thread waits until the flag is down, and then puts
//! it up. Two threads can find it down.
//!
//! Finding: too-many-at-once

use std::{
    sync::atomic::{AtomicBool, AtomicUsize, Ordering::SeqCst},
    thread,
};

use common::{start, worker};

const TASKS: [&str; 6] = [
    "sort data",
    "parse files",
    "generate output",
    "read mail",
    "send mail",
    "clean up",
];

static IS_LOCKED: AtomicBool = AtomicBool::new(false);
static AT_WORK: AtomicUsize = AtomicUsize::new(0);

fn main() {
    start();
    thread::scope(|scope| {
        for task in TASKS {
            scope.spawn(move || {
                while !begins() {
                    thread::yield_now();
                }
                worker(task);
                AT_WORK.fetch_sub(1, SeqCst);
            });
        }
    });
    println!("All done");
}

/// Counts one more at work, and returns whether that was possible.
fn begins() -> bool {
    while IS_LOCKED.load(SeqCst) {
        thread::yield_now();
    }
    IS_LOCKED.store(true, SeqCst);
    let before = AT_WORK.load(SeqCst);
    let is_free = before < 2;
    if is_free {
        AT_WORK.fetch_add(1, SeqCst);
    }
    IS_LOCKED.store(false, SeqCst);
    is_free
}
