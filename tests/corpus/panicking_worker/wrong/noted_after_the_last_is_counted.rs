//! Each thread counts itself out, and notes afterwards whether its worker has panicked. Main goes
//! on when all are counted out, and a failure may not be noted by then.
//!
//! Finding: fails

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
            let result = panic::catch_unwind(|| worker(task));
            LEFT.fetch_sub(1, SeqCst);
            if result.is_err() {
                FAILED.lock().unwrap().push(task);
            }
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
