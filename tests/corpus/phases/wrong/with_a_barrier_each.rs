//! Each thread has a barrier of its own, which waits for no other thread.
//!
//! Finding: too-early

use std::{sync::Barrier, thread};

use common::{Worker, start};

fn main() {
    start();
    thread::scope(|scope| {
        for task in ["sort data", "parse files", "generate output"] {
            scope.spawn(move || {
                let mut worker = Worker::new(task);
                let barrier = Barrier::new(1);
                for _ in 0..3 {
                    worker.step();
                    barrier.wait();
                }
            });
        }
    });
}
