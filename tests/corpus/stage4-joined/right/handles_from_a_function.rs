//! Waits by joining the handles that a function returns.
//!
//! Finding: joined

use std::thread::{self, JoinHandle};

use common::{start, worker};

fn all_at_work() -> impl Iterator<Item = JoinHandle<()>> {
    ["sort data", "parse files", "generate output"]
        .map(|task| thread::spawn(move || worker(task)))
        .into_iter()
}

fn main() {
    start();
    for handle in all_at_work() {
        handle.join().unwrap();
    }
}
