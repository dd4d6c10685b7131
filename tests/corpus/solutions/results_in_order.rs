//! What changed: each thread returns its result and no longer prints it. `join` gives the result to
//! main. The handles are in the order of the tasks, so the results are too. Main prints nothing
//! before it has the last result.
//!
//! Finding: joined

use std::thread;

use common::{start, tasks};

fn main() {
    start();
    let mut handles = Vec::new();
    for task in tasks() {
        handles.push(thread::spawn(move || task.run()));
    }
    let mut results = Vec::new();
    for handle in handles {
        results.push(handle.join().expect("the worker does not panic"));
    }
    for result in results {
        println!("{result}");
    }
}
