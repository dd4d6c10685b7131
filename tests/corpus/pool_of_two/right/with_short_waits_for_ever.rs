//! Waits for a permit for a tenth of a second at a time, and looks again each time, however often
//! that is.
//!
//! Finding: joined

use std::{thread, time::Duration};

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
                while *left == 0 {
                    returned.wait_for(&mut left, Duration::from_millis(100));
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
