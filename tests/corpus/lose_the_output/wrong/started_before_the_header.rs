//! Starts the threads before main prints its heading.
//!
//! Finding: too-early

use std::thread;

use common::{start, worker};

fn main() {
    for task in ["fetch pages", "index words", "rank pages"] {
        thread::spawn(move || worker(task));
    }
    start();
}
