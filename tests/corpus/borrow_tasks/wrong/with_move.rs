//! Writes `move` before the closure, which moves the reference into the thread, and not the task.
//!
//! Finding: does-not-build

use std::thread;

use common::{start, tasks};

fn main() {
    start();
    let tasks = tasks();
    let mut handles = Vec::new();
    for task in &tasks {
        handles.push(thread::spawn(move || task.run()));
    }
    for handle in handles {
        handle.join().expect("the worker does not panic");
    }
    tasks.finish();
}
