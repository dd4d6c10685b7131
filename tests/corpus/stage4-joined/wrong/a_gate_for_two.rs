//! Has a thread for each worker, but lets only two pass the gate at a time.
//!
//! Finding: partly-serial

use std::thread;

use common::{start, worker};
use parking_lot::{Condvar, Mutex};

static FREE: Mutex<u32> = Mutex::new(2);
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
