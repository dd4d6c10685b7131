//! Waits by joining the handles, which it keeps in a list.
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
        handle.join().unwrap();
    }
}
