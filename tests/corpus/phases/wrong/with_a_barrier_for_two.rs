//! The barrier is made for two, and three wait at it: two go on together, and the third stays
//! alone.
//!
//! Finding: too-early

use std::{sync::Barrier, thread};

use common::{Worker, start};

fn main() {
    start();
    let barrier = &Barrier::new(2);
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
