//! Reports each worker's first step before the worker has begun.
//!
//! Finding: forged-output

use std::thread;

use common::{start, worker};

fn hasty_worker(task: &str) {
    println!("{task} 0 complete");
    worker(task);
}

fn main() {
    start();
    thread::scope(|scope| {
        scope.spawn(|| hasty_worker("sort data"));
        scope.spawn(|| hasty_worker("parse files"));
        scope.spawn(|| hasty_worker("generate output"));
    });
}
