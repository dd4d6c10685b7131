//! Says of each task how it went.
//!
//! Finding: joined

use std::{process::ExitCode, thread};

use common::{start, worker};

fn main() -> ExitCode {
    start();
    let tasks = ["sort data", "parse files", "generate output"];
    let handles = tasks.map(|task| thread::spawn(move || worker(task)));
    let mut code = 0;
    for (task, handle) in tasks.into_iter().zip(handles) {
        match handle.join() {
            Ok(()) => eprintln!("{task}: ok"),
            Err(_) => {
                eprintln!("{task}: FAILED");
                code |= 1;
            }
        }
    }
    code.into()
}
