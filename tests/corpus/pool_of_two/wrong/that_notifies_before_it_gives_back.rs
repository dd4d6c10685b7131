//! A thread notifies another one first, and gives its permit back afterwards. The other thread may
//! look before that, find no permit, and sleep on, though a permit is free a moment later.
//!
//! Finding: hangs

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
                returned.wait_while(&mut left, |left| *left == 0);
                *left -= 1;
                drop(left);
                worker(task);
                returned.notify_one();
                *permits.lock() += 1;
            });
        }
    });
    println!("All done");
}
