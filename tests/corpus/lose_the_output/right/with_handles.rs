//! Keeps the handles in a list, which is dropped with main, and the threads with the process.
//!
//! Finding: no-wait

use std::thread;

use common::{start, worker};

fn main() {
    start();
    let tasks = ["fetch pages", "index words", "rank pages"];
    let handles: Vec<_> = tasks
        .into_iter()
        .map(|task| thread::spawn(move || worker(task)))
        .collect();
    drop(handles);
}
