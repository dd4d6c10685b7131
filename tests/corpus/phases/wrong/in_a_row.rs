//! Waits at each step for each worker by itself: in phases, and one after another.
//!
//! Finding: serial

use common::{Worker, start};

fn main() {
    start();
    let mut workers = ["sort data", "parse files", "generate output"].map(Worker::new);
    for _ in 0..3 {
        for worker in &mut workers {
            worker.step();
        }
    }
}
