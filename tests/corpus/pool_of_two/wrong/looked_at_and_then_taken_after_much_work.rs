//! Looks whether fewer than two are at work, and then counts itself in: a third can come between.
//! Before that, each thread adds to another counter a hundred times.
//!
//! Finding: too-many-at-once

use std::{
    sync::atomic::{AtomicU32, Ordering::SeqCst},
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
    let (at_work, prepared) = (&AtomicU32::new(0), &AtomicU32::new(0));
    thread::scope(|scope| {
        for task in TASKS {
            scope.spawn(move || {
                for _ in 0..100 {
                    prepared.fetch_add(1, SeqCst);
                }
                while at_work.load(SeqCst) >= 2 {
                    thread::yield_now();
                }
                at_work.fetch_add(1, SeqCst);
                worker(task);
                at_work.fetch_sub(1, SeqCst);
            });
        }
    });
    println!("All done");
}
