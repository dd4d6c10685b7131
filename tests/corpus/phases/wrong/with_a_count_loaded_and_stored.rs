//! Counts the steps that are done by a load and a store. Two workers that are done at the same
//! moment count one step together, and then all three wait for one more.
//!
//! Finding: hangs

use std::{
    sync::atomic::{AtomicUsize, Ordering::SeqCst},
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
                    let before = done.load(SeqCst);
                    done.store(before + 1, SeqCst);
                    while done.load(SeqCst) < 3 * step {
                        thread::yield_now();
                    }
                }
            });
        }
    });
}
