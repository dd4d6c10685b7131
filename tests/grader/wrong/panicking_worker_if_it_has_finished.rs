//! Joins only the threads that have finished already, which none has, and leaves.
//!
//! Finding: no-wait
//! Graded as: panicking_worker

use std::{iter, process::ExitCode, thread};

use common::{Worker, start};

fn main() -> ExitCode {
    start();
    let tasks = ["sort data", "parse files", "generate output"];
    let handles = tasks.map(|task| thread::spawn(move || work(task)));
    let mut code = ExitCode::SUCCESS;
    for (task, handle) in iter::zip(tasks, handles) {
        if handle.is_finished() && handle.join().is_err() {
            eprintln!("{task} failed");
            code = ExitCode::FAILURE;
        }
    }
    code
}

/// Does the three steps of `task`. There is not enough room for the files.
fn work(task: &str) {
    let mut worker = Worker::new(task);
    worker.step();
    assert!(task != "parse files", "the disk is full");
    worker.step();
    worker.step();
}
