//! Waits by asking the handles every 5 ms whether their threads have finished, and joins those that
//! have.
//!
//! Finding: joined

use std::{thread, time::Duration};

use common::{start, worker};

fn main() {
    start();
    let tasks = ["sort data", "parse files", "generate output"];
    let mut handles = Vec::from(tasks.map(|task| thread::spawn(move || worker(task))));
    while !handles.is_empty() {
        for handle in handles.extract_if(.., |handle| handle.is_finished()) {
            handle.join().unwrap();
        }
        thread::sleep(Duration::from_millis(5));
    }
}
