//! Clones the reference, since the task cannot be cloned, and has one more reference to the same
//! list.
//!
//! Finding: does-not-build

use std::thread;

use common::{start, tasks};

fn main() {
    start();
    let tasks = tasks();
    let mut handles = Vec::new();
    for task in &tasks {
        let task = task.clone();
        handles.push(thread::spawn(move || task.run()));
    }
    for handle in handles {
        handle.join().expect("the worker does not panic");
    }
    tasks.finish();
}
