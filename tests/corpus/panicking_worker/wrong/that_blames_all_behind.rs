//! Never takes its flag back, so each worker behind the one that failed is blamed too, with a
//! number.
//!
//! Finding: fails

use common::{start, worker};
use std::{process::ExitCode, thread};
fn main() -> ExitCode {
    start();
    let handles = ["sort data", "parse files", "generate output"]
        .map(|task| (task, thread::spawn(move || worker(task))));
    let mut failed = false;
    let mut number = 0;
    for (task, handle) in handles {
        failed |= handle.join().is_err();
        if failed {
            number += 1;
            eprintln!("{number}. {task} has failed");
        }
    }
    if failed {
        ExitCode::FAILURE
    } else {
        ExitCode::SUCCESS
    }
}
