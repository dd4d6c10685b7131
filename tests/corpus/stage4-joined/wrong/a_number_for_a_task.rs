//! Gives a worker a number where it takes a text.
//!
//! Finding: does-not-build

use std::thread;

use common::{start, worker};

fn main() {
    start();
    thread::scope(|scope| {
        for task in 1..=3 {
            scope.spawn(move || worker(task));
        }
    });
}
