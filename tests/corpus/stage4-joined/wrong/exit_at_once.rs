//! Ends the process in the line before the join.
//!
//! Finding: no-wait

use std::{process, thread};

use common::{start, worker};

fn main() {
    start();
    let tasks = ["sort data", "parse files", "generate output"];
    let handles = tasks.map(|task| thread::spawn(move || worker(task)));
    if handles.len() == 3 {
        process::exit(0);
    }
    for handle in handles {
        handle.join().unwrap();
    }
}
