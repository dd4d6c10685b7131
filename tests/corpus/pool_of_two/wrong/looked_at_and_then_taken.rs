//! A thread looks whether a permit is left, and takes one in the next line. Two threads can see the
//! last permit, and both take it.
//!
//! Finding: too-many-at-once

use std::{
    sync::atomic::{AtomicI32, Ordering::SeqCst},
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
    let permits = &AtomicI32::new(2);
    thread::scope(|scope| {
        for task in TASKS {
            scope.spawn(move || {
                while permits.load(SeqCst) <= 0 {
                    thread::yield_now();
                }
                permits.fetch_sub(1, SeqCst);
                worker(task);
                permits.fetch_add(1, SeqCst);
            });
        }
    });
    println!("All done");
}
