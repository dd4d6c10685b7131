//! Joins all threads first, and then returns the first error from main, which prints it on stderr.
//!
//! Finding: joined
//! Graded as: panicking_worker

use std::thread;

use common::{Worker, start};

fn main() -> Result<(), String> {
    start();
    let tasks = ["sort data", "parse files", "generate output"];
    let handles = tasks.map(|task| (task, thread::spawn(move || work(task))));
    let results = handles.map(|(task, handle)| {
        let result = handle.join();
        result.map_err(|_| format!("the worker on {task} panicked"))
    });
    results.into_iter().collect()
}

/// Does the three steps of `task`. There is not enough room for the files.
fn work(task: &str) {
    let mut worker = Worker::new(task);
    worker.step();
    assert!(task != "parse files", "the disk is full");
    worker.step();
    worker.step();
}
