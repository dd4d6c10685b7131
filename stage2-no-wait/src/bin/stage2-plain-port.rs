//! The same with a worker that prints at once, as the article's does in its second step.
//!
//! Run it some times: what it prints is different from run to run, for a thread may be quicker
//! than main's end.

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
