//! Prints all that a worker has printed once more.
//!
//! Finding: forged-output

use std::thread;

use common::{start, worker};

fn loud_worker(task: &str) {
    worker(task);
    for step in 0..3 {
        println!("{task} {step} complete");
    }
}

fn main() {
    start();
    thread::scope(|scope| {
        scope.spawn(|| loud_worker("sort data"));
        scope.spawn(|| loud_worker("parse files"));
        scope.spawn(|| loud_worker("generate output"));
    });
}
