//! Waits by looking at a counter without pause.
//!
//! Finding: joined

use std::{
    hint,
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
            LEFT.fetch_sub(1, Ordering::Release);
        });
    }
    while LEFT.load(Ordering::Acquire) > 0 {
        hint::spin_loop();
    }
}
