//! Three workers take their steps together. No worker should begin step 1 before all have done step
//! 0, or step 2 before all have done step 1.
//!
//! Within a step the workers should still work side by side. Type `cargo workshop run phases` a few
//! times: which worker runs ahead? (With a `common::Worker`, each call of `step` does one step.)

use std::thread;

use common::{Worker, start};

fn main() {
    start();
    thread::scope(|scope| {
        for task in ["sort data", "parse files", "generate output"] {
            scope.spawn(move || {
                let mut worker = Worker::new(task);
                for _ in 0..3 {
                    // TODO: which workers may still be busy with the step before?
                    worker.step();
                }
            });
        }
    });
}
