//! A barrier made by hand with a condition variable of the standard library. Who leaves counts
//! itself out; but a fast worker can come back before a slow one has woken up and left, and then it
//! is let through at once.
//!
//! Finding: too-early

use std::{
    sync::{Condvar, Mutex},
    thread,
};

use common::{Worker, start};

/// How many are at the barrier, and whether it is open.
static HERE: Mutex<(usize, bool)> = Mutex::new((0, false));
static OPENED: Condvar = Condvar::new();

fn main() {
    start();
    thread::scope(|scope| {
        for task in ["sort data", "parse files", "generate output"] {
            scope.spawn(move || {
                let mut worker = Worker::new(task);
                for _ in 0..3 {
                    worker.step();
                    meet();
                }
            });
        }
    });
}

/// Waits until the barrier is open. The last one to come opens it, and the last one to leave shuts
/// it.
fn meet() {
    let mut here = HERE.lock().unwrap();
    here.0 += 1;
    if here.0 == 3 {
        here.1 = true;
        OPENED.notify_all();
    }
    while !here.1 {
        here = OPENED.wait(here).unwrap();
    }
    here.0 -= 1;
    if here.0 == 0 {
        here.1 = false;
    }
}
