//! Ends the process in a panic hook, and with it the workers that could have finished.
//!
//! Finding: forgets-some
//! Graded as: panicking_worker

use std::{panic, process, thread};

use common::{Worker, start};

fn main() {
    start();
    panic::set_hook(Box::new(|panic| {
        eprintln!("parse files failed: {panic}");
        process::exit(1);
    }));
    let tasks = ["sort data", "parse files", "generate output"];
    let handles = tasks.map(|task| thread::spawn(move || work(task)));
    for handle in handles {
        let _ = handle.join();
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
