//! Starts the threads before main prints its heading.
//!
//! Finding: under-ordered

use std::thread;

use common::{start, worker};

fn main() {
    for task in ["fetch pages", "index words", "rank pages"] {
        thread::spawn(move || worker(task));
    }
    start();
}
