//! Starts a thread for each step of each worker, and joins it before it starts the next one.
//!
//! Finding: serial

use std::thread;

use common::{Worker, start};

fn main() {
    start();
    let mut workers = ["sort data", "parse files", "generate output"].map(Worker::new);
    for _ in 0..3 {
        for worker in &mut workers {
            thread::scope(|scope| {
                scope.spawn(|| worker.step());
            });
        }
    }
}
