//! Prints in each thread that it begins.
//!
//! Finding: wrong-output

use std::thread;

use common::{start, worker};

fn announced_worker(task: &str) {
    println!("{task} begins");
    worker(task);
}

fn main() {
    start();
    thread::scope(|scope| {
        scope.spawn(|| announced_worker("sort data"));
        scope.spawn(|| announced_worker("parse files"));
        scope.spawn(|| announced_worker("generate output"));
    });
}
