//! Stage 2 with a worker that prints at once, as in the second step of the article.
//!
//! Run it some times. Each run can print something else, because a thread may print before main
//! ends.

use std::thread;

fn worker(task: &str) {
    for step in 0..3 {
        println!("{task} {step} complete");
    }
}

fn main() {
    println!("Starting...");
    thread::spawn(|| worker("sort data"));
    thread::spawn(|| worker("parse files"));
    thread::spawn(|| worker("generate output"));
}
