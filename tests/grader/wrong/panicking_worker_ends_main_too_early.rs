//! Says whose panic it was and exits at once, while another worker is at work.
//!
//! Finding: forgets-some
//! Graded as: panicking_worker

use std::{iter, process, thread};

use common::{Worker, start};

fn main() {
    start();
    let tasks = ["sort data", "parse files", "generate output"];
    let handles = tasks.map(|task| thread::spawn(move || work(task)));
    for (task, handle) in iter::zip(tasks, handles) {
        if handle.join().is_err() {
            eprintln!("{task} failed");
            process::exit(1);
        }
    }
}

/// Does the three steps of `task`. There is not enough room for the files.
fn work(task: &str) {
    let mut worker = Worker::new(task);
    worker.step();
    assert!(task != "parse files", "the disk is full");
    worker.step();
    worker.step();
}
