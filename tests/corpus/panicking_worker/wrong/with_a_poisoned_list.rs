//! The worker that fails poisons the list. So the others fail too, and are blamed.
//!
//! Finding: fails

use std::{panic, process::ExitCode, sync::Mutex, thread};

use common::{start, worker};

static ENDED: Mutex<Vec<&str>> = Mutex::new(Vec::new());

fn main() -> ExitCode {
    start();
    let tasks = ["sort data", "parse files", "generate output"];
    let handles = tasks.map(|task| {
        let work = move || {
            let end = panic::catch_unwind(|| worker(task));
            let mut ended = ENDED.lock().unwrap();
            ended.push(task);
            end.unwrap();
        };
        (task, thread::spawn(work))
    });
    let mut status = ExitCode::SUCCESS;
    for (task, handle) in handles {
        if handle.join().is_err() {
            eprintln!("{task} failed");
            status = ExitCode::FAILURE;
        }
    }
    status
}
