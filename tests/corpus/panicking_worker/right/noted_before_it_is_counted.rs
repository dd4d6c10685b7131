//! Each thread notes a failure first and counts itself out afterwards, so that main knows of all
//! failures when no thread is left.
//!
//! Finding: joined

use std::{
    panic,
    process::ExitCode,
    sync::{
        Mutex,
        atomic::{AtomicUsize, Ordering::SeqCst},
    },
    thread,
    time::Duration,
};

use common::{start, worker};

static LEFT: AtomicUsize = AtomicUsize::new(3);
static FAILED: Mutex<Vec<&str>> = Mutex::new(Vec::new());

fn main() -> ExitCode {
    start();
    for task in ["sort data", "parse files", "generate output"] {
        thread::spawn(move || {
            if panic::catch_unwind(|| worker(task)).is_err() {
                FAILED.lock().unwrap().push(task);
            }
            LEFT.fetch_sub(1, SeqCst);
        });
    }
    while LEFT.load(SeqCst) > 0 {
        thread::sleep(Duration::from_millis(1));
    }
    let failed = FAILED.lock().unwrap();
    for task in &*failed {
        eprintln!("{task} failed");
    }
    if failed.is_empty() {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    }
}
