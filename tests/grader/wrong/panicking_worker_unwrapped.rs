//! Unwraps each join in the loop: main panics at the first `Err`, and its words do not name the task.
//!
//! Finding: fails
//! Graded as: panicking_worker

use std::thread;

use common::{Worker, start};

fn main() {
    start();
    let tasks = ["sort data", "parse files", "generate output"];
    let handles = tasks.map(|task| thread::spawn(move || work(task)));
    for handle in handles {
        handle.join().unwrap();
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
