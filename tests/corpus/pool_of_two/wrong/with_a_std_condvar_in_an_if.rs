//! Waits once at a condition variable of the standard library, in an `if` where a `while` belongs:
//! another thread may have taken the permit by the time that the wait returns.
//!
//! Finding: too-many-at-once

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

/// How many workers are at work.
static AT_WORK: Mutex<u32> = Mutex::new(0);
static ONE_IS_DONE: Condvar = Condvar::new();

fn main() {
    start();
    let handles = TASKS.map(|task| thread::spawn(move || work(task)));
    for handle in handles {
        handle.join().unwrap();
    }
    println!("All done");
}

fn work(task: &str) {
    let mut at_work = AT_WORK.lock().unwrap();
    if *at_work >= 2 {
        at_work = ONE_IS_DONE.wait(at_work).unwrap();
    }
    *at_work += 1;
    drop(at_work);
    worker(task);
    let mut at_work = AT_WORK.lock().unwrap();
    *at_work -= 1;
    ONE_IS_DONE.notify_one();
}
