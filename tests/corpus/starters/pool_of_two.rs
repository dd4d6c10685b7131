//! Six tasks, and only two that may be worked on at the same time: two there should be whenever there is
//! work, and never three.
//!
//! Run it with `cargo workshop run pool_of_two`: now all six are. A thread that only waits does no harm, so
//! there may be more than two threads; but do as you like. (The check cannot put others between two lines of
//! yours. So see to it yourself that nobody can come between a look at what is free and taking it.)
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
