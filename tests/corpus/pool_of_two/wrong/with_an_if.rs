//! Wakes everybody for each permit, and who wakes up does not look again whether it is still there.
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
                returned.notify_all();
            });
        }
    });
    println!("All done");
}
