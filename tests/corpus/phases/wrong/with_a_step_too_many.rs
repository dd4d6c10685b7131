//! Takes a fourth step, for it waits between three of them.
//!
//! Finding: wrong-output

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
                worker.step();
            });
        }
    });
}
