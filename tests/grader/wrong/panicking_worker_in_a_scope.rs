//! Leaves the panic to the scope, which panics itself when all have ended, and does not say whose it
//! was.
//!
//! Finding: fails
//! Graded as: panicking_worker

use std::thread;

use common::{Worker, start};

fn main() {
    start();
    thread::scope(|scope| {
        for task in ["sort data", "parse files", "generate output"] {
            scope.spawn(move || work(task));
        }
    });
}

/// Does the three steps of `task`. There is not enough room for the files.
fn work(task: &str) {
    let mut worker = Worker::new(task);
    worker.step();
    assert!(task != "parse files", "the disk is full");
    worker.step();
    worker.step();
}
