//! Looks at the note of a failure before it joins the worker. So the failure of the last worker is
//! seen only if it comes early.
//!
//! Finding: fails

use std::{panic, process::ExitCode, sync::Mutex, thread};

use common::{start, worker};

static FAILED: Mutex<Option<&str>> = Mutex::new(None);

fn main() -> ExitCode {
    start();
    let tasks = ["sort data", "parse files", "generate output"];
    let handles = tasks.map(|task| {
        thread::spawn(move || {
            if panic::catch_unwind(|| worker(task)).is_err() {
                *FAILED.lock().unwrap() = Some(task);
            }
        })
    });
    let mut status = ExitCode::SUCCESS;
    for handle in handles {
        if let Some(task) = FAILED.lock().unwrap().take() {
            eprintln!("{task} failed");
            status = ExitCode::FAILURE;
        }
        handle.join().expect("it has caught the panic");
    }
    status
}
