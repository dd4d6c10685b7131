//! The threads of a step end with their scope, and the next step has new ones for the same workers.
//!
//! Finding: joined

use std::thread;

use common::{Worker, start};

fn main() {
    start();
    let mut workers = ["sort data", "parse files", "generate output"].map(Worker::new);
    for _ in 0..3 {
        thread::scope(|scope| {
            for worker in &mut workers {
                scope.spawn(|| worker.step());
            }
        });
    }
}
