//! Takes out the line that panics, so that there is nothing to hear of any more.
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
        handle.join().expect("the worker does not panic");
    }
}

/// Does the three steps of `task`.
fn work(task: &str) {
    let mut worker = Worker::new(task);
    worker.step();
    worker.step();
    worker.step();
}
