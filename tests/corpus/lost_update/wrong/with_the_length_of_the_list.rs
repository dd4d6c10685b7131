//! Prints the length of the list of handles. That is how many workers were started, and no worker
//! counts.
//!
//! Not seen: the number is right, and the check does not know where it comes from.
//!
//! Finding: joined

use std::thread;

use common::{start, tasks};

fn main() {
    start();
    let mut handles = Vec::new();
    for task in tasks() {
        handles.push(thread::spawn(move || task.run()));
    }
    let done = handles.len();
    for handle in handles {
        handle.join().expect("the worker does not panic");
    }
    println!("tasks done: {done}");
}
