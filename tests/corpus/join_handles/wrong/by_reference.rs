//! Loops over a reference to the list, from which no handle can be taken to join it.
//!
//! Finding: does-not-build

use std::thread;

use common::{start, worker};

fn main() {
    start();
    let mut handles = Vec::new();
    for task in ["sort data", "parse files", "generate output"] {
        handles.push(thread::spawn(move || worker(task)));
    }
    for handle in &handles {
        handle.join().expect("the worker does not panic");
    }
    println!("All done");
}
