//! Has permits that are given back when they are dropped, and gives the permit no name: so it is
//! dropped before the work.
//!
//! Finding: too-many-at-once

use std::thread;

use common::{start, worker};
use parking_lot::{Condvar, Mutex};

const TASKS: [&str; 6] = [
    "sort data",
    "parse files",
    "generate output",
    "read mail",
    "send mail",
    "clean up",
];

static LEFT: Mutex<u32> = Mutex::new(2);
static RETURNED: Condvar = Condvar::new();

/// One of two permits, as long as it is not dropped.
struct Permit;

impl Permit {
    fn take() -> Self {
        let mut left = LEFT.lock();
        RETURNED.wait_while(&mut left, |left| *left == 0);
        *left -= 1;
        Self
    }
}

impl Drop for Permit {
    fn drop(&mut self) {
        *LEFT.lock() += 1;
        RETURNED.notify_one();
    }
}

fn main() {
    start();
    thread::scope(|scope| {
        for task in TASKS {
            scope.spawn(move || {
                let _ = Permit::take();
                worker(task);
            });
        }
    });
    println!("All done");
}
