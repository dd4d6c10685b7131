//! Three workers take their steps together. None should start step 1 before all have done step 0,
//! nor step 2 before all have done step 1.
//!
//! Within a step they should still work side by side. Run it some times with
//! `cargo workshop run phases`: who runs ahead? You take a `common::Worker`'s steps one by one.
//!
//! Finding: too-early

use std::thread;

use common::{Worker, start};

fn main() {
    start();
    thread::scope(|scope| {
        for task in ["sort data", "parse files", "generate output"] {
            scope.spawn(move || {
                let mut worker = Worker::new(task);
                for _ in 0..3 {
                    // TODO: who may still be busy with the step before?
                    worker.step();
                }
            });
        }
    });
}
