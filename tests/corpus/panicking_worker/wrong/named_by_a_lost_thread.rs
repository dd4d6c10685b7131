//! Main joins all workers, but a thread that is not joined says which one has failed.
//!
//! Finding: fails

use std::{process::ExitCode, thread};

use common::{start, worker};

fn main() -> ExitCode {
    start();
    let tasks = ["sort data", "parse files", "generate output"];
    let handles = tasks.map(|task| (task, thread::spawn(move || worker(task))));
    let mut status = ExitCode::SUCCESS;
    for (task, handle) in handles {
        if handle.join().is_err() {
            status = ExitCode::FAILURE;
            thread::spawn(move || eprintln!("{task} failed"));
        }
    }
    status
}
