//! Main starts a thread when fewer than two are at work, but a thread counts itself when it runs.
//! Main can start several before the first of them has counted itself.
//!
//! Finding: too-many-at-once

use std::{
    sync::atomic::{AtomicUsize, Ordering::SeqCst},
    thread,
};

use common::{start, worker};

const TASKS: [&str; 6] = [
    "sort data",
    "parse files",
    "generate output",
    "read mail",
    "send mail",
    "clean up",
];

fn main() {
    start();
    let busy = &AtomicUsize::new(0);
    thread::scope(|scope| {
        for task in TASKS {
            while busy.load(SeqCst) >= 2 {
                thread::yield_now();
            }
            scope.spawn(move || {
                busy.fetch_add(1, SeqCst);
                worker(task);
                busy.fetch_sub(1, SeqCst);
            });
        }
    });
    println!("All done");
}
