//! Keeps the handles and joins them, as in the lesson, where a wait group was asked for.
//!
//! Finding: unseen

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
    println!("All done");
}
