//! All workers meet before the first step only. Afterwards each of them can run ahead.
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
                barrier.wait();
                for _ in 0..3 {
                    worker.step();
                }
            });
        }
    });
}
