//! No thread gives its permit back, so only the first two tasks are done.
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
            });
        }
    });
    println!("All done");
}
