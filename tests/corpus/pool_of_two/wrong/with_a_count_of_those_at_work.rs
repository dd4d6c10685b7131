//! Counts the workers at work. A thread begins if fewer than two are, and then counts itself: if
//! two threads look at the same moment, a third worker begins.
//!
//! Finding: too-many-at-once

use std::{
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
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

fn main() {
    start();
    let at_work = Arc::new(AtomicUsize::new(0));
    let handles = TASKS.map(|task| {
        let at_work = Arc::clone(&at_work);
        thread::spawn(move || {
            while at_work.load(Ordering::Acquire) >= 2 {
                thread::yield_now();
            }
            at_work.fetch_add(1, Ordering::AcqRel);
            worker(task);
            at_work.fetch_sub(1, Ordering::AcqRel);
        })
    });
    for handle in handles {
        handle.join().expect("the worker does not panic");
    }
    println!("All done");
}
