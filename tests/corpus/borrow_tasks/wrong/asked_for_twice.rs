//! Gives each thread its task for good, and finishes another list in the end, which it asks for
//! then.
//!
//! Finding: fails

use std::thread;

use common::{start, tasks};

fn main() {
    start();
    let mut handles = Vec::new();
    for task in tasks() {
        handles.push(thread::spawn(move || task.run()));
    }
    for handle in handles {
        handle.join().expect("the worker does not panic");
    }
    tasks().finish();
}
