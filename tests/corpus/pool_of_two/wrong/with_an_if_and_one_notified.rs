//! Notifies one thread for each permit, and the thread that wakes up does not look again. A thread
//! that has just come can take the permit before the other one has the lock.
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

fn main() {
    start();
    let (permits, returned) = &(Mutex::new(2), Condvar::new());
    thread::scope(|scope| {
        for task in TASKS {
            scope.spawn(move || {
                let mut left = permits.lock();
                if *left == 0 {
                    returned.wait(&mut left);
                }
                *left -= 1;
                drop(left);
                worker(task);
                *permits.lock() += 1;
                returned.notify_one();
            });
        }
    });
    println!("All done");
}
