//! A barrier made of one atomic number, which the last one to come sets back to 0. Who comes early
//! waits for the 0, and misses it if another worker counts itself at the next meeting before.
//!
//! Finding: hangs

use std::{
    sync::atomic::{AtomicUsize, Ordering::SeqCst},
    thread,
};

use common::{Worker, start};

static HERE: AtomicUsize = AtomicUsize::new(0);

fn main() {
    start();
    thread::scope(|scope| {
        for task in ["sort data", "parse files", "generate output"] {
            scope.spawn(move || {
                let mut worker = Worker::new(task);
                for _ in 0..3 {
                    worker.step();
                    meet();
                }
            });
        }
    });
}

/// Returns when all three are here.
fn meet() {
    if HERE.fetch_add(1, SeqCst) == 2 {
        HERE.store(0, SeqCst);
    }
    while HERE.load(SeqCst) != 0 {
        thread::yield_now();
    }
}
