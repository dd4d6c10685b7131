//! Joins all threads first, and then returns the first error from main, which prints it on stderr.
//!
//! Finding: joined

use std::thread;

use common::{start, worker};

fn main() -> Result<(), String> {
    start();
    let tasks = ["sort data", "parse files", "generate output"];
    let handles = tasks.map(|task| (task, thread::spawn(move || worker(task))));
    let results = handles.map(|(task, handle)| {
        let result = handle.join();
        result.map_err(|_| format!("the worker on {task} panicked"))
    });
    results.into_iter().collect()
}
