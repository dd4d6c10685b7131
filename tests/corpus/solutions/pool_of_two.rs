//! What changed: there are two permits. A thread waits until there is one, takes it, does its work, gives it
//! back and wakes somebody who waits: this is called a semaphore. The lock is held only to count; it is the
//! condition variable that lets go of it while a thread waits, and looks again when it is woken.
//!
//! Finding: joined

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
                *permits.lock() += 1;
                returned.notify_one();
            });
        }
    });
    println!("All done");
}
