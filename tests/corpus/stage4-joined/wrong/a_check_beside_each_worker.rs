//! Starts three more workers, to check what the first three do.
//!
//! Finding: too-many-at-once

use std::thread;

use common::{start, worker};

fn main() {
    start();
    thread::scope(|scope| {
        for task in ["sort data", "parse files", "generate output"] {
            scope.spawn(move || worker(task));
            scope.spawn(move || worker(&format!("check: {task}")));
        }
    });
}
