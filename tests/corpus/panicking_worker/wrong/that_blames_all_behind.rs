//! Once one has failed, all whom it joins after that are said to have failed too.
//!
//! Finding: fails

use std::{process, thread};

use common::{start, worker};

fn main() {
    start();
    let tasks = ["sort data", "parse files", "generate output"];
    let handles = tasks.map(|task| thread::spawn(move || worker(task)));
    let mut failed = false;
    for (task, handle) in tasks.into_iter().zip(handles) {
        failed |= handle.join().is_err();
        if failed {
            eprintln!("{task} failed");
        }
    }
    if failed {
        process::exit(1);
    }
}
