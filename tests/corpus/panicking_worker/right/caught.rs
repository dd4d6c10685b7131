//! Catches the panic in its thread, which returns whether the work was done.
//!
//! Finding: joined

use std::{panic, process::ExitCode, thread};

use common::{start, worker};

fn main() -> ExitCode {
    start();
    let tasks = ["sort data", "parse files", "generate output"];
    let handles = tasks.map(|task| {
        thread::spawn(move || {
            let result = panic::catch_unwind(|| worker(task));
            if result.is_err() {
                eprintln!("{task}: not done");
            }
            result.is_ok()
        })
    });
    let all_done = handles.map(|handle| handle.join().unwrap_or(false)) == [true; 3];
    if all_done {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    }
}
