//! Exits at once, and has waited for the others only because the one that fails is joined last.
//! Another one may fail.
//!
//! Finding: forgets-some

use std::{iter, process, thread};

use common::{start, worker};

fn main() {
    start();
    let tasks = ["sort data", "generate output", "parse files"];
    let handles = tasks.map(|task| thread::spawn(move || worker(task)));
    for (task, handle) in iter::zip(tasks, handles) {
        if handle.join().is_err() {
            eprintln!("{task} failed");
            process::exit(1);
        }
    }
}
