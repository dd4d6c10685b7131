//! Joins each thread right after its start, so that the threads take turns.
//!
//! Finding: serial

use std::thread;

use common::{start, worker};

fn main() {
    start();
    for task in ["sort data", "parse files", "generate output"] {
        let handle = thread::spawn(move || worker(task));
        handle.join().unwrap();
    }
}
