//! Six tasks, but at most two workers at the same time. Keep two at work while tasks remain, and
//! never three.
//!
//! Type `cargo workshop run pool_of_two`: now all six are at work at once. You may have more than
//! two threads, because a waiting thread does no harm. But beware: two threads can see the same
//! free place, and then both take it.

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
