//! Takes the handles from the end of the list, and so the results come in reverse.
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
    let mut results = Vec::new();
    while let Some(handle) = handles.pop() {
        results.push(handle.join().expect("the worker does not panic"));
    }
    println!("{}", results.join("\n"));
}
