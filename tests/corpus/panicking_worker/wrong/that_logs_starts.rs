//! Logs who begins, and says how many have failed, but not who.
//!
//! Finding: fails

use std::{process::ExitCode, thread};

use common::{start, worker};

fn main() -> ExitCode {
    start();
    let tasks = ["sort data", "parse files", "generate output"];
    let handles = tasks.map(|task| {
        thread::spawn(move || {
            eprintln!("[{task}] begins");
            worker(task)
        })
    });
    let mut failures = 0;
    for handle in handles {
        if handle.join().is_err() {
            failures += 1;
        }
    }
    if failures > 0 {
        eprintln!("{failures} failed");
        ExitCode::FAILURE
    } else {
        ExitCode::SUCCESS
    }
}
