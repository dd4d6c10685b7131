//! What changed: there are two permits: a semaphore. A thread waits for a permit, takes it, works,
//! gives it back and wakes a waiting thread. It holds the lock only to count. The condition
//! variable releases the lock while the thread waits. A woken thread checks the count again.
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
