//! All meet once, after the first step, and then run ahead.
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
                worker.step();
                barrier.wait();
                worker.step();
                worker.step();
            });
        }
    });
}
