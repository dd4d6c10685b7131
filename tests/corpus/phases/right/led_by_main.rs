//! Main is at the barrier too, and so leads from step to step.
//!
//! Finding: joined

use std::{sync::Barrier, thread};

use common::{Worker, start};

fn main() {
    start();
    let barrier = &Barrier::new(4);
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
        for _ in 0..3 {
            barrier.wait();
        }
    });
}
