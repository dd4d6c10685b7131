//! Waits for all threads, and then returns the number of its workers as the exit status.
//!
//! Finding: fails

use std::{process::ExitCode, thread};

use common::{start, worker};

fn main() -> ExitCode {
    start();
    thread::scope(|scope| {
        scope.spawn(|| worker("sort data"));
        scope.spawn(|| worker("parse files"));
        scope.spawn(|| worker("generate output"));
    });
    ExitCode::from(3)
}
