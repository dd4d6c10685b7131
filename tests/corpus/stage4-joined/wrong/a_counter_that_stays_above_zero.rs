//! Polls a counter that starts with one too many.
//!
//! Finding: hangs

use std::{
    sync::atomic::{AtomicU32, Ordering},
    thread,
    time::Duration,
};

use common::{start, worker};

static LEFT: AtomicU32 = AtomicU32::new(4);

fn main() {
    start();
    for task in ["sort data", "parse files", "generate output"] {
        thread::spawn(move || {
            worker(task);
            LEFT.fetch_sub(1, Ordering::Release);
        });
    }
    while LEFT.load(Ordering::Acquire) > 0 {
        thread::sleep(Duration::from_millis(1));
    }
}
