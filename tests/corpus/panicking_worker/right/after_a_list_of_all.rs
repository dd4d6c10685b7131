//! If a worker has failed, main lists all tasks, and then the one that failed.
//!
//! Finding: joined

use std::{process::ExitCode, thread};

use common::{start, worker};

fn main() -> ExitCode {
    start();
    let tasks = ["sort data", "parse files", "generate output"];
    let handles = tasks.map(|task| thread::spawn(move || worker(task)));
    let results = handles.map(|h| h.join().is_ok());
    if results == [true; 3] {
        return ExitCode::SUCCESS;
    }
    eprintln!("not all tasks have succeeded. The tasks were:");
    for task in tasks {
        eprintln!("  - {task}");
    }
    eprintln!("failed:");
    for (task, ok) in tasks.iter().zip(results) {
        if !ok {
            eprintln!("  * {task}");
        }
    }
    ExitCode::FAILURE
}
