//! What changed: main keeps the handles, and joins the threads after all of them have started. A
//! join in the first loop waits for its thread before the next thread starts.
//!
//! Finding: joined

use std::thread;

use common::{start, worker};

fn main() {
    start();
    let mut handles = Vec::new();
    for task in ["sort data", "parse files", "generate output"] {
        handles.push(thread::spawn(move || worker(task)));
    }
    for handle in handles {
        handle.join().expect("the worker does not panic");
    }
    println!("All done");
}
