//! Moves the one barrier into the first thread, and has none for the others.
//!
//! Finding: does-not-build

use std::{sync::Barrier, thread};

use common::{Worker, start};

fn main() {
    start();
    let barrier = Barrier::new(3);
    thread::scope(|scope| {
        for task in ["sort data", "parse files", "generate output"] {
            scope.spawn(move || {
                let mut worker = Worker::new(task);
                for _ in 0..3 {
                    worker.step();
                    barrier.wait();
                }
            });
        }
    });
}
