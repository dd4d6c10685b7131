//! Waits for a flag that says "done" and that the first worker sets for all.
//!
//! Finding: forgets-some

use std::{
    sync::atomic::{AtomicBool, Ordering},
    thread,
    time::Duration,
};

use common::{start, worker};

static DONE: AtomicBool = AtomicBool::new(false);

fn main() {
    start();
    for task in ["sort data", "parse files", "generate output"] {
        thread::spawn(move || {
            worker(task);
            DONE.store(true, Ordering::Release);
        });
    }
    while !DONE.load(Ordering::Acquire) {
        thread::sleep(Duration::from_millis(1));
    }
}
