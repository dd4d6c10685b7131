//! Looks at each join right after the spawn, so that the workers take turns.
//!
//! Finding: serial

use std::{process::ExitCode, thread};

use common::{start, worker};

fn main() -> ExitCode {
    start();
    let mut code = ExitCode::SUCCESS;
    for task in ["sort data", "parse files", "generate output"] {
        let handle = thread::spawn(move || worker(task));
        if handle.join().is_err() {
            eprintln!("{task} failed");
            code = ExitCode::FAILURE;
        }
    }
    code
}
