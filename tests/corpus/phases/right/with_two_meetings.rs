//! The workers meet between two steps only, and not after the last one.
//!
//! Finding: joined

use std::{sync::Barrier, thread};

use common::{Worker, start};

fn main() {
    start();
    let barrier = &Barrier::new(3);
    thread::scope(|scope| {
        for task in ["sort data", "parse files", "generate output"] {
            scope.spawn(move || {
                let mut worker = Worker::new(task);
                worker.step();
                barrier.wait();
                worker.step();
                barrier.wait();
                worker.step();
            });
        }
    });
}
