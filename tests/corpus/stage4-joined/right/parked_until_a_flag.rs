//! Waits parked, until the last worker has raised a flag and unparked main.
//!
//! Finding: joined

use std::{
    sync::atomic::{AtomicBool, AtomicU32, Ordering},
    thread,
};

use common::{start, worker};

static LEFT: AtomicU32 = AtomicU32::new(3);
static DONE: AtomicBool = AtomicBool::new(false);

fn main() {
    start();
    for task in ["sort data", "parse files", "generate output"] {
        let main = thread::current();
        thread::spawn(move || {
            worker(task);
            if LEFT.fetch_sub(1, Ordering::AcqRel) == 1 {
                DONE.store(true, Ordering::Release);
                main.unpark();
            }
        });
    }
    while !DONE.load(Ordering::Acquire) {
        thread::park();
    }
}
