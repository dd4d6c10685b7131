//! Waits by asking the handles whether their threads have finished, and lets others run in between.
//!
//! Finding: joined

use std::thread;

use common::{start, worker};

fn main() {
    start();
    let tasks = ["sort data", "parse files", "generate output"];
    let handles = tasks.map(|task| thread::spawn(move || worker(task)));
    while !handles.iter().all(|handle| handle.is_finished()) {
        thread::yield_now();
    }
}
