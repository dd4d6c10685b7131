//! Each thread stores in one flag whether a worker has failed so far: what it has loaded, or its
//! own failure. A thread that has loaded the flag before takes the failure of another one back.
//!
//! Finding: fails

use std::{
    panic, process,
    sync::atomic::{AtomicBool, Ordering::SeqCst},
    thread,
};

use common::{start, worker};

static HAS_FAILED: AtomicBool = AtomicBool::new(false);

fn main() {
    start();
    thread::scope(|scope| {
        for task in ["sort data", "parse files", "generate output"] {
            scope.spawn(move || {
                let fails = panic::catch_unwind(|| worker(task)).is_err();
                if fails {
                    eprintln!("{task} failed");
                }
                let has_failed = HAS_FAILED.load(SeqCst);
                HAS_FAILED.store(has_failed || fails, SeqCst);
            });
        }
    });
    process::exit(i32::from(HAS_FAILED.load(SeqCst)));
}
