//! Panics in main at the first `Err`, with the right name, and goes no further.
//!
//! Finding: forgets-some
//! Graded as: panicking_worker

use std::{iter, thread};

use common::{Worker, start};

fn main() {
    start();
    let tasks = ["sort data", "parse files", "generate output"];
    let handles = tasks.map(|task| thread::spawn(move || work(task)));
    for (task, handle) in iter::zip(tasks, handles) {
        handle.join().expect(task);
    }
}

/// Does the three steps of `task`. There is not enough room for the files.
fn work(task: &str) {
    let mut worker = Worker::new(task);
    worker.step();
    assert!(task != "parse files", "the disk is full");
    worker.step();
    worker.step();
}
