//! Counts the workers down by a load and a store, and main looks whether the count is 0. Two
//! workers that end at the same moment are counted as one.
//!
//! Finding: hangs

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
            let left = LEFT.load(Ordering::Relaxed);
            LEFT.store(left - 1, Ordering::Relaxed);
        });
    }
    while LEFT.load(Ordering::Relaxed) > 0 {
        thread::sleep(Duration::from_millis(1));
    }
    println!("All done");
}
