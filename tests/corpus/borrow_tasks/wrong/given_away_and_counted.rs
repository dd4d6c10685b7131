//! Gives each thread its task for good, counts them, and says in the end how many there were, for
//! it has no list any more that could say which.
//!
//! Finding: wrong-output

use std::thread;

use common::{start, tasks};

fn main() {
    start();
    let mut handles = Vec::new();
    for task in tasks() {
        handles.push(thread::spawn(move || task.run()));
    }
    let count = handles.len();
    for handle in handles {
        handle.join().expect("the worker does not panic");
    }
    println!("Done: {count} tasks");
}
