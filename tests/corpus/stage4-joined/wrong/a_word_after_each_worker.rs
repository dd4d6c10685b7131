//! Prints a word without an end of line when a worker is done, in the midst of what others print.
//!
//! Finding: wrong-output

use std::thread;

use common::{start, worker};

fn proud_worker(task: &str) {
    worker(task);
    print!("done ");
}

fn main() {
    start();
    thread::scope(|scope| {
        scope.spawn(|| proud_worker("sort data"));
        scope.spawn(|| proud_worker("parse files"));
        scope.spawn(|| proud_worker("generate output"));
    });
}
