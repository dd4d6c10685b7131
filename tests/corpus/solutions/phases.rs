//! What changed: after each step a worker waits at a barrier. The barrier opens when all three
//! workers are there. It can be used again, so one barrier is enough.
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
                for _ in 0..3 {
                    worker.step();
                    barrier.wait();
                }
            });
        }
    });
}
