//! What changed: main checks what `join` returns. If it is an `Err`, the thread has panicked. Main
//! names the task, waits for the other threads, and ends with an exit status that is not 0.
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
