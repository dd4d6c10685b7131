//! Six tasks, of which two may be worked on at the same time. Keep two at work while tasks remain,
//! and never three.
//!
//! Run it with `cargo workshop run pool_of_two`: now all six are. You may have more than two
//! threads, because a waiting thread does no harm. (The check cannot put others between two lines
//! of yours. So prevent this yourself: two threads see one free place, and both take it.)
//!
//! Finding: too-many-at-once

use std::thread;

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
    thread::scope(|scope| {
        for task in TASKS {
            scope.spawn(move || {
                // TODO: are there two at work already?
                worker(task);
            });
        }
    });
    println!("All done");
}
