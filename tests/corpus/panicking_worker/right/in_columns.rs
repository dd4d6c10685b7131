//! Writes a table with a column for each task, and no message of a panic.
//!
//! Finding: joined

use std::{process::ExitCode, thread};

use common::{start, worker};

fn main() -> ExitCode {
    start();
    std::panic::set_hook(Box::new(|_| {}));
    let tasks = ["sort data", "parse files", "generate output"];
    let handles = tasks.map(|task| thread::spawn(move || worker(task)));
    let results = handles.map(|h| h.join());
    let width = 18;
    eprintln!("{}", tasks.map(|t| format!("{t:width$}")).join("|"));
    eprintln!(
        "{}",
        results
            .each_ref()
            .map(|r| format!("{:width$}", if r.is_ok() { "ok" } else { "FAILED" }))
            .join("|")
    );
    if results.iter().all(|r| r.is_ok()) {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    }
}
