//! Says on stderr that a worker has failed, but always names the first task.
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
            eprintln!("{} failed", tasks[0]);
            code = ExitCode::FAILURE;
        }
    }
    code
}
