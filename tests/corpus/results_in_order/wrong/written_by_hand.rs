//! Waits for all workers, and prints lines that main knows by heart: they are those of other tasks
//! than it was given.
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
        handle.join().expect("the worker does not panic");
    }
    println!("sort data: 8 letters");
    println!("parse files: 10 letters");
    println!("generate output: 14 letters");
}
