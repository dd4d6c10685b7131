//! What changed: after each step a worker waits at a barrier, which opens when all three are there. It can
//! be used again and again, so one is enough.
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
