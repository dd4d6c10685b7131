//! What changed: the handles are kept, and joined when all threads have been started. A join in the loop
//! waits for its thread before the next one is there.
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
