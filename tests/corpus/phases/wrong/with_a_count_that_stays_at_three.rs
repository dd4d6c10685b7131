//! Counts who is done and waits until it is three, which it still is after the next step.
//!
//! Finding: too-early

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
                for _ in 0..3 {
                    worker.step();
                    done.fetch_add(1, Ordering::SeqCst);
                    while done.load(Ordering::SeqCst) < 3 {
                        thread::yield_now();
                    }
                }
            });
        }
    });
}
