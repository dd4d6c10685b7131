//! Waits by a condition variable of the standard library, until none is left at work.
//!
//! Finding: joined

use std::{
    sync::{Condvar, Mutex},
    thread,
};

use common::{start, worker};

static LEFT: Mutex<u32> = Mutex::new(3);
static CHANGED: Condvar = Condvar::new();

fn main() {
    start();
    for task in ["sort data", "parse files", "generate output"] {
        thread::spawn(move || {
            worker(task);
            *LEFT.lock().unwrap() -= 1;
            CHANGED.notify_one();
        });
    }
    let mut left = LEFT.lock().unwrap();
    while *left > 0 {
        left = CHANGED.wait(left).unwrap();
    }
}
