//! Leaks the list, so that it lives for ever and can be lent to any thread, and is never main's
//! again.
//!
//! Finding: does-not-build

use std::thread;

use common::{Tasks, start, tasks};

fn main() {
    start();
    let tasks: &'static Tasks = Box::leak(Box::new(tasks()));
    let mut handles = Vec::new();
    for task in tasks {
        handles.push(thread::spawn(|| task.run()));
    }
    for handle in handles {
        handle.join().expect("the worker does not panic");
    }
    tasks.finish();
}
