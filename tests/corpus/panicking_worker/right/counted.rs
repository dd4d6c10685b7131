//! Counts the failures in a loop over pairs of task and handle, and exits with their number.
//!
//! Finding: joined

use std::{process, thread};

use common::{start, worker};

fn main() {
    start();
    let mut handles = Vec::new();
    for task in ["sort data", "parse files", "generate output"] {
        handles.push((task, thread::spawn(move || worker(task))));
    }
    let mut failures = 0;
    for (task, handle) in handles {
        match handle.join() {
            Ok(()) => {}
            Err(_) => {
                eprintln!("{task} panicked");
                failures += 1;
            }
        }
    }
    process::exit(failures);
}
