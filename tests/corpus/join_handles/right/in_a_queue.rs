//! Keeps the handles in a queue, and joins the thread at its front until it is empty.
//!
//! Finding: joined

use std::{collections::VecDeque, thread};

use common::{start, worker};

fn main() {
    start();
    let mut handles = VecDeque::new();
    for task in ["sort data", "parse files", "generate output"] {
        handles.push_back(thread::spawn(move || worker(task)));
    }
    while let Some(handle) = handles.pop_front() {
        handle.join().expect("the worker does not panic");
    }
    println!("All done");
}
