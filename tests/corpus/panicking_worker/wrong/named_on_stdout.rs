//! Says whose panic it was, but on stdout, among the lines of the workers.
//!
//! Finding: fails

use std::{iter, process::ExitCode, thread};

use common::{start, worker};

fn main() -> ExitCode {
    start();
    let tasks = ["sort data", "parse files", "generate output"];
    let handles = tasks.map(|task| thread::spawn(move || worker(task)));
    let mut code = ExitCode::SUCCESS;
    for (task, handle) in iter::zip(tasks, handles) {
        if handle.join().is_err() {
            println!("{task} failed");
            code = ExitCode::FAILURE;
        }
    }
    code
}
