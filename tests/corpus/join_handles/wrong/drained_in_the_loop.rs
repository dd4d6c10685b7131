//! Keeps the handles in a list, and empties it by joins in the same loop that fills it.
//!
//! Finding: serial

use std::thread;

use common::{start, worker};

fn main() {
    start();
    let mut handles = Vec::new();
    for task in ["sort data", "parse files", "generate output"] {
        handles.push(thread::spawn(move || worker(task)));
        for handle in handles.drain(..) {
            handle.join().expect("the worker does not panic");
        }
    }
    println!("All done");
}
