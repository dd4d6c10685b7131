//! Waits by joining an array of handles. The `map` of an array is not lazy: all threads start
//! first.
//!
//! Finding: joined

use std::thread;

use common::{start, worker};

fn main() {
    start();
    let tasks = ["sort data", "parse files", "generate output"];
    for handle in tasks.map(|task| thread::spawn(move || worker(task))) {
        handle.join().unwrap();
    }
}
