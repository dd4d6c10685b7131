//! Waits by looking at a counter each millisecond.
//!
//! Finding: joined

use std::{
    sync::atomic::{AtomicU32, Ordering},
    thread,
    time::Duration,
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
        thread::sleep(Duration::from_millis(1));
    }
}
