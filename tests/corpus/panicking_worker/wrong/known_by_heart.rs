//! Does not look at what the joins return: it knows by heart who fails, says so and ends with
//! status 1.
//!
//! Finding: fails

use std::{process, thread};

use common::{start, worker};

fn main() {
    start();
    let tasks = ["sort data", "parse files", "generate output"];
    let handles = tasks.map(|task| thread::spawn(move || worker(task)));
    for handle in handles {
        let _ = handle.join();
    }
    eprintln!("parse files failed");
    process::exit(1);
}
