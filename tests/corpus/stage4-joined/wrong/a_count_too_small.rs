//! Joins as many threads as it thinks that there are.
//!
//! Finding: forgets-some

use std::thread;

use common::{start, worker};

const WORKERS: usize = 2;

fn main() {
    start();
    let tasks = ["sort data", "parse files", "generate output"];
    let handles = tasks.map(|task| thread::spawn(move || worker(task)));
    for handle in handles.into_iter().take(WORKERS) {
        handle.join().unwrap();
    }
}
