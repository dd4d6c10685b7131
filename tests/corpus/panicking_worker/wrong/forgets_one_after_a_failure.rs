//! If the first worker fails, main joins the second one and forgets the third: it is cut off if it
//! is the slowest. The status is right all the same.
//!
//! Finding: forgets-some

use std::{process::ExitCode, thread};

use common::{start, worker};

fn main() -> ExitCode {
    start();
    let tasks = ["sort data", "parse files", "generate output"];
    let [first, second, third] = tasks.map(|task| thread::spawn(move || worker(task)));
    if first.join().is_err() {
        eprintln!("{} failed", tasks[0]);
        let _ = second.join();
        return ExitCode::FAILURE;
    }
    let mut status = ExitCode::SUCCESS;
    for (task, handle) in [(tasks[1], second), (tasks[2], third)] {
        if handle.join().is_err() {
            eprintln!("{task} failed");
            status = ExitCode::FAILURE;
        }
    }
    status
}
