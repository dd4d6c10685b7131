//! Prints each result as soon as its thread is joined, while others may be at work.
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
    for handle in handles {
        let result = handle.join().expect("the worker does not panic");
        println!("{result}");
    }
}
