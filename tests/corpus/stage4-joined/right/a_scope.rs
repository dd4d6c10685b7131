//! Waits by a scope, which ends when the last of its threads does.
//!
//! Finding: joined

use std::thread;

use common::{start, worker};

fn main() {
    start();
    thread::scope(|scope| {
        for task in ["sort data", "parse files", "generate output"] {
            scope.spawn(move || worker(task));
        }
    });
}
