//! Counts the workers that end well with a load and a store. If one is not counted, main reports a
//! failure although no worker has failed.
//!
//! Finding: fails

use std::{
    panic,
    process::ExitCode,
    sync::atomic::{AtomicUsize, Ordering::SeqCst},
    thread,
};

use common::{start, worker};

static FINE: AtomicUsize = AtomicUsize::new(0);

fn main() -> ExitCode {
    start();
    thread::scope(|s| {
        for task in ["sort data", "parse files", "generate output"] {
            s.spawn(move || match panic::catch_unwind(|| worker(task)) {
                Ok(()) => {
                    let n = FINE.load(SeqCst);
                    FINE.store(n + 1, SeqCst);
                }
                Err(_) => eprintln!("{task} failed"),
            });
        }
    });
    if FINE.load(SeqCst) == 3 {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    }
}
