//! Looks at each join right after the spawn, so that the workers take turns.
//!
//! Finding: serial
//! Graded as: panicking_worker

use std::{process::ExitCode, thread};

use common::{Worker, start};

fn main() -> ExitCode {
    start();
    let mut code = ExitCode::SUCCESS;
    for task in ["sort data", "parse files", "generate output"] {
        let handle = thread::spawn(move || work(task));
        if handle.join().is_err() {
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
