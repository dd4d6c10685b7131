//! Loads the number of permits and stores one less: two threads that load the same number share a
//! permit.
//!
//! Finding: too-many-at-once

use std::{
    sync::atomic::{AtomicUsize, Ordering::SeqCst},
    thread,
};

use common::{start, worker};
use parking_lot::Mutex;

const TASKS: [&str; 6] = [
    "sort data",
    "parse files",
    "generate output",
    "read mail",
    "send mail",
    "clean up",
];

static PERMITS: AtomicUsize = AtomicUsize::new(2);

fn main() {
    start();
    let tasks = Mutex::new(TASKS.into_iter());
    let next = || tasks.lock().next();
    thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| {
                while let Some(task) = next() {
                    take();
                    worker(task);
                    PERMITS.fetch_add(1, SeqCst);
                }
            });
        }
    });
    println!("All done");
}

/// Takes a permit, when there is one.
fn take() {
    loop {
        let left = PERMITS.load(SeqCst);
        if left > 0 {
            PERMITS.store(left - 1, SeqCst);
            return;
        }
        thread::yield_now();
    }
}
