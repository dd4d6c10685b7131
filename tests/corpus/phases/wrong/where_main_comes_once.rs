//! Counts main among those who meet at the barrier, but main comes once, and the others three
//! times.
//!
//! Finding: hangs

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
        barrier.wait();
    });
}
