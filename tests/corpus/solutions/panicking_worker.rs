//! What changed: main looks at what `join` returns. It is an `Err` where the thread has panicked; main says
//! whose it was, goes on to wait for the others, and ends with a status that says that all is not well.
//!
//! Finding: joined

use std::{iter, process::ExitCode, thread};

use common::{start, worker};

fn main() -> ExitCode {
    start();
    let tasks = ["sort data", "parse files", "generate output"];
    let handles = tasks.map(|task| thread::spawn(move || worker(task)));
    let mut code = ExitCode::SUCCESS;
    for (task, handle) in iter::zip(tasks, handles) {
        if handle.join().is_err() {
            eprintln!("{task} failed");
            code = ExitCode::FAILURE;
        }
    }
    code
}
