//! Joins all threads of a scope, collects the tasks of those that panicked, and panics with their
//! names.
//!
//! Finding: joined

use std::thread;

use common::{start, worker};

fn main() {
    start();
    let tasks = ["sort data", "parse files", "generate output"];
    let failed: Vec<_> = thread::scope(|scope| {
        let handles = tasks.map(|task| (task, scope.spawn(move || worker(task))));
        let results = handles.map(|(task, handle)| handle.join().err().map(|_| task));
        results.into_iter().flatten().collect()
    });
    assert!(failed.is_empty(), "failed: {}", failed.join(", "));
}
