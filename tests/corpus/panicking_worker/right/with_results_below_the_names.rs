//! Writes the name of each task, and its result in the line below.
//!
//! Finding: joined

use std::{process::ExitCode, thread};

use common::{start, worker};

fn main() -> ExitCode {
    start();
    let handles = ["sort data", "parse files", "generate output"]
        .map(|task| (task, thread::spawn(move || worker(task))));
    let mut failures = 0;
    for (task, handle) in handles {
        eprintln!("Task: {task}");
        match handle.join() {
            Ok(()) => eprintln!("  Result: ok"),
            Err(_) => {
                failures += 1;
                eprintln!("  Result: failed");
            }
        }
    }
    if failures > 0 {
        ExitCode::from(failures)
    } else {
        ExitCode::SUCCESS
    }
}
