//! Lets them begin two by two at a barrier. It does not wait until the two before are done.
//!
//! Finding: too-many-at-once

use std::{sync::Barrier, thread};

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
    let barrier = &Barrier::new(2);
    thread::scope(|scope| {
        for task in TASKS {
            scope.spawn(move || {
                barrier.wait();
                worker(task);
            });
        }
    });
    println!("All done");
}
