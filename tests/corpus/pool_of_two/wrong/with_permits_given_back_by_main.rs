//! Lets main take a permit for each thread that it starts, and give it back in the next line, while
//! the thread is at work.
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
            let mut left = permits.lock();
            returned.wait_while(&mut left, |left| *left == 0);
            *left -= 1;
            drop(left);
            scope.spawn(move || worker(task));
            *permits.lock() += 1;
            returned.notify_one();
        }
    });
    println!("All done");
}
