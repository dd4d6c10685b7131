//! Reads the setting `FAILS`, which says whose worker will fail. Main does not look at what the
//! joins return.
//!
//! Finding: fails

use std::{env, process::ExitCode, thread};

use common::{start, worker};

fn main() -> ExitCode {
    start();
    let tasks = ["sort data", "parse files", "generate output"];
    let handles = tasks.map(|task| thread::spawn(move || worker(task)));
    for handle in handles {
        let _ = handle.join();
    }
    match env::var("FAILS") {
        Ok(task) if tasks.contains(&task.as_str()) => {
            eprintln!("{task} failed");
            ExitCode::FAILURE
        }
        _ => ExitCode::SUCCESS,
    }
}
