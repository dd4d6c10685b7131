//! Takes the last handle from the list by `if let`, where a `while let` would take them all.
//!
//! Finding: forgets-some

use std::thread;

use common::{start, worker};

fn main() {
    start();
    let mut handles = Vec::new();
    for task in ["sort data", "parse files", "generate output"] {
        handles.push(thread::spawn(move || worker(task)));
    }
    if let Some(handle) = handles.pop() {
        handle.join().expect("the worker does not panic");
    }
    println!("All done");
}
