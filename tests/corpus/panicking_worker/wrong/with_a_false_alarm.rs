//! Says that the first worker has failed when no worker has.
//!
//! Finding: fails

use std::{process::exit, thread};

use common::{start, worker};

fn main() {
    start();
    let tasks = ["sort data", "parse files", "generate output"];
    let handles = tasks.map(|task| thread::spawn(move || worker(task)));
    let results = handles.map(|h| h.join());
    let failed = results.iter().position(|r| r.is_err()).unwrap_or_default();
    eprintln!("{} failed", tasks[failed]);
    exit(results.iter().any(|r| r.is_err()) as i32)
}
