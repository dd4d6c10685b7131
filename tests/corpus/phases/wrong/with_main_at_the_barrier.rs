//! Lets main wait at a barrier for three as well, so that it opens when two of them have come.
//!
//! Finding: too-early

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
        for _ in 0..3 {
            barrier.wait();
        }
    });
}
