//! Calls the worker in main and hands only its result to a thread.
//!
//! Finding: serial

use std::thread;

use common::{start, worker};

fn length_of(task: &str) -> usize {
    worker(task);
    task.len()
}

fn main() {
    start();
    let mut handles = Vec::new();
    for task in ["sort data", "parse files", "generate output"] {
        let length = length_of(task);
        handles.push(thread::spawn(move || length));
    }
    for handle in handles {
        assert!(handle.join().unwrap() > 0);
    }
}
