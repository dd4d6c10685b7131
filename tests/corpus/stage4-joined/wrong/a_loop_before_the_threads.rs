//! Loops without end before it starts a thread.
//!
//! Finding: hangs

use std::thread;

use common::{start, worker};

fn main() {
    start();
    let mut handles = Vec::new();
    while handles.is_empty() {}
    for task in ["sort data", "parse files", "generate output"] {
        handles.push(thread::spawn(move || worker(task)));
    }
    for handle in handles {
        handle.join().expect("the worker does not panic");
    }
}
