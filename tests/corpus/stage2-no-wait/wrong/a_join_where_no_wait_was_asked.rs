//! Waits for its threads, where the exercise is to leave at once.
//!
//! Finding: joined

use std::thread;

use common::{start, worker};

fn main() {
    start();
    let tasks = ["sort data", "parse files", "generate output"];
    let handles = tasks.map(|task| thread::spawn(move || worker(task)));
    for handle in handles {
        handle.join().unwrap();
    }
}
