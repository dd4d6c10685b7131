//! Says on stderr that one of the tasks has failed, and always names all of them.
//!
//! Finding: fails

use std::{process::ExitCode, thread};

use common::{start, worker};

fn main() -> ExitCode {
    start();
    let tasks = ["sort data", "parse files", "generate output"];
    let handles = tasks.map(|task| thread::spawn(move || worker(task)));
    let mut code = ExitCode::SUCCESS;
    for handle in handles {
        if handle.join().is_err() {
            eprintln!("one of {tasks:?} failed");
            code = ExitCode::FAILURE;
        }
    }
    code
}
