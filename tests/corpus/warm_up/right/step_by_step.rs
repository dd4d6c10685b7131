//! Takes each worker's steps one by one, and lets the next begin when the one before has done them
//! all.
//!
//! Finding: serial

use common::{Worker, start};

fn main() {
    start();
    let workers = ["sort data", "parse files", "generate output"].map(Worker::new);
    for mut worker in workers {
        for _ in 0..3 {
            worker.step();
        }
    }
    println!("All done");
}
