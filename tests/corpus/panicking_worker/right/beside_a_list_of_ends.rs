//! Says in which order the workers have ended, and then which one has failed.
//!
//! Finding: joined

use std::{panic, process::ExitCode, sync::mpsc, thread};

use common::{start, worker};

fn main() -> ExitCode {
    start();
    let (sender, ends) = mpsc::channel();
    for task in ["sort data", "parse files", "generate output"] {
        let sender = sender.clone();
        thread::spawn(move || {
            let has_failed = panic::catch_unwind(|| worker(task)).is_err();
            sender.send((task, has_failed)).expect("main listens");
        });
    }
    drop(sender);
    let mut failed = Vec::new();
    for (number, (task, has_failed)) in (1..).zip(ends) {
        eprintln!("{number}: {task} has ended");
        if has_failed {
            failed.push(task);
        }
    }
    if failed.is_empty() {
        return ExitCode::SUCCESS;
    }
    eprintln!("failed: {}", failed.join(", "));
    ExitCode::FAILURE
}
