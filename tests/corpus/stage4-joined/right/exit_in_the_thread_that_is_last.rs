//! Waits parked for ever. The thread whose worker is the last to finish ends the process.
//!
//! Finding: joined

use std::{
    process,
    sync::atomic::{AtomicU32, Ordering},
    thread,
};

use common::{start, worker};

static LEFT: AtomicU32 = AtomicU32::new(3);

fn main() {
    start();
    for task in ["sort data", "parse files", "generate output"] {
        thread::spawn(move || {
            worker(task);
            if LEFT.fetch_sub(1, Ordering::AcqRel) == 1 {
                process::exit(0);
            }
        });
    }
    loop {
        thread::park();
    }
}
