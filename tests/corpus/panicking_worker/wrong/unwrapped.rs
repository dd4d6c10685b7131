//! Unwraps each join in the loop: main panics at the first `Err`, and its words do not name the
//! task.
//!
//! Finding: fails

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
