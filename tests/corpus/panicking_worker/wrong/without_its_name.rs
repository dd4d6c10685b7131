//! Prints what the join returns, which does not say whose it was, nor what was wrong.
//!
//! Finding: fails

use std::{process, thread};

use common::{start, worker};

fn main() {
    start();
    let tasks = ["sort data", "parse files", "generate output"];
    let handles = tasks.map(|task| thread::spawn(move || worker(task)));
    let mut failures = 0;
    for handle in handles {
        if let Err(error) = handle.join() {
            eprintln!("a worker failed: {error:?}");
            failures += 1;
        }
    }
    process::exit(failures);
}
