//! Prints what the join returns, which does not say whose it was, nor what was wrong.
//!
//! Finding: fails
//! Graded as: panicking_worker

use std::{process, thread};

use common::{Worker, start};

fn main() {
    start();
    let tasks = ["sort data", "parse files", "generate output"];
    let handles = tasks.map(|task| thread::spawn(move || work(task)));
    let mut failures = 0;
    for handle in handles {
        if let Err(error) = handle.join() {
            eprintln!("a worker failed: {error:?}");
            failures += 1;
        }
    }
    process::exit(failures);
}

/// Does the three steps of `task`. There is not enough room for the files.
fn work(task: &str) {
    let mut worker = Worker::new(task);
    worker.step();
    assert!(task != "parse files", "the disk is full");
    worker.step();
    worker.step();
}
