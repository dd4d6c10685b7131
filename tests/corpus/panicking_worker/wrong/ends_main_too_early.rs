//! Says whose panic it was and exits at once, while another worker is at work.
//!
//! Finding: forgets-some

use std::{iter, process, thread};

use common::{start, worker};

fn main() {
    start();
    let tasks = ["sort data", "parse files", "generate output"];
    let handles = tasks.map(|task| thread::spawn(move || worker(task)));
    for (task, handle) in iter::zip(tasks, handles) {
        if handle.join().is_err() {
            eprintln!("{task} failed");
            process::exit(1);
        }
    }
}
