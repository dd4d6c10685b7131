//! Waits by a scope for threads that pass a gate first, which lets three in at a time, and so all.
//!
//! Finding: joined

use std::thread;

use common::{start, worker};
use parking_lot::{Condvar, Mutex};

static FREE: Mutex<u32> = Mutex::new(3);
static CHANGED: Condvar = Condvar::new();

fn behind_the_gate(task: &str) {
    let mut free = FREE.lock();
    CHANGED.wait_while(&mut free, |free| *free == 0);
    *free -= 1;
    drop(free);
    worker(task);
    *FREE.lock() += 1;
    CHANGED.notify_one();
}

fn main() {
    start();
    thread::scope(|scope| {
        scope.spawn(|| behind_the_gate("sort data"));
        scope.spawn(|| behind_the_gate("parse files"));
        scope.spawn(|| behind_the_gate("generate output"));
    });
}
