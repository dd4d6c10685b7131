//! Has a lock made by hand around an atomic number that is loaded and stored: a worker swaps the
//! flag, and has the lock if the flag was down.
//!
//! Finding: joined

use std::{
    sync::atomic::{AtomicBool, AtomicU32, Ordering::SeqCst},
    thread,
};

use common::{Task, start, tasks};

static IS_LOCKED: AtomicBool = AtomicBool::new(false);
static DONE: AtomicU32 = AtomicU32::new(0);

fn main() {
    start();
    thread::scope(|scope| {
        for task in tasks() {
            scope.spawn(move || work(&task));
        }
    });
    println!("tasks done: {}", DONE.load(SeqCst));
}

/// Does `task`, and counts it.
fn work(task: &Task) {
    task.run();
    while IS_LOCKED.swap(true, SeqCst) {
        thread::yield_now();
    }
    DONE.store(DONE.load(SeqCst) + 1, SeqCst);
    IS_LOCKED.store(false, SeqCst);
}
