//! Says on stderr whose panic it was, and ends as if all were well.
//!
//! Finding: fails

use std::{iter, thread};

use common::{start, worker};

fn main() {
    start();
    let tasks = ["sort data", "parse files", "generate output"];
    let handles = tasks.map(|task| thread::spawn(move || worker(task)));
    for (task, handle) in iter::zip(tasks, handles) {
        if handle.join().is_err() {
            eprintln!("{task} failed");
        }
    }
}
