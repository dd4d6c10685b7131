//! Ends the line that runs the task with a semicolon, so that the thread's value is nothing and
//! cannot be printed.
//!
//! Finding: does-not-build

use std::thread;

use common::{start, tasks};

fn main() {
    start();
    let mut handles = Vec::new();
    for task in tasks() {
        handles.push(thread::spawn(move || {
            task.run();
        }));
    }
    let mut results = Vec::new();
    for handle in handles {
        results.push(handle.join().expect("the worker does not panic"));
    }
    for result in results {
        println!("{result}");
    }
}
