//! Leaves the panic to the scope, which panics itself when all have ended, and does not say whose
//! it was.
//!
//! Finding: fails

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
