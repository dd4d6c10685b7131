//! Counts the steps that are done, and looks again and again whether all three have done theirs.
//!
//! Finding: joined

use std::{
    sync::atomic::{AtomicUsize, Ordering},
    thread,
};

use common::{Worker, start};

fn main() {
    start();
    let done = &AtomicUsize::new(0);
    thread::scope(|scope| {
        for task in ["sort data", "parse files", "generate output"] {
            scope.spawn(move || {
                let mut worker = Worker::new(task);
                for step in 1..=3 {
                    worker.step();
                    done.fetch_add(1, Ordering::SeqCst);
                    while done.load(Ordering::SeqCst) < 3 * step {
                        thread::yield_now();
                    }
                }
            });
        }
    });
}
