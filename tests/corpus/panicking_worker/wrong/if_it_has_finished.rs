//! Joins only the threads that have finished already, which none has, and leaves.
//!
//! Finding: no-wait

use std::{iter, process::ExitCode, thread};

use common::{start, worker};

fn main() -> ExitCode {
    start();
    let tasks = ["sort data", "parse files", "generate output"];
    let handles = tasks.map(|task| thread::spawn(move || worker(task)));
    let mut code = ExitCode::SUCCESS;
    for (task, handle) in iter::zip(tasks, handles) {
        if handle.is_finished() && handle.join().is_err() {
            eprintln!("{task} failed");
            code = ExitCode::FAILURE;
        }
    }
    code
}
