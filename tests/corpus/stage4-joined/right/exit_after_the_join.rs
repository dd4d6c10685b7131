//! Waits by joins, and then ends the process itself, with status 0.
//!
//! Finding: joined

use std::{process, thread};

use common::{start, worker};

fn main() {
    start();
    let tasks = ["sort data", "parse files", "generate output"];
    let handles = tasks.map(|task| thread::spawn(move || worker(task)));
    for handle in handles {
        handle.join().unwrap();
    }
    process::exit(0);
}
