//! Has a semaphore made of a mutex and a condition variable of the standard library. Who wakes up
//! looks again, and takes the permit under the same lock.
//!
//! Finding: joined

use std::{
    sync::{Condvar, Mutex},
    thread,
};

use common::{start, worker};

const TASKS: [&str; 6] = [
    "sort data",
    "parse files",
    "generate output",
    "read mail",
    "send mail",
    "clean up",
];

static PERMITS: Mutex<usize> = Mutex::new(2);
static RETURNED: Condvar = Condvar::new();

fn main() {
    start();
    let handles = TASKS.map(|task| {
        thread::spawn(move || {
            take();
            worker(task);
            give_back();
        })
    });
    for handle in handles {
        handle.join().unwrap();
    }
    println!("All done");
}

fn take() {
    let mut left = PERMITS.lock().unwrap();
    while *left == 0 {
        left = RETURNED.wait(left).unwrap();
    }
    *left -= 1;
}

fn give_back() {
    *PERMITS.lock().unwrap() += 1;
    RETURNED.notify_one();
}
