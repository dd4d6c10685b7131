//! Starts the threads in a loop, and waits for none of them.
//!
//! Finding: no-wait

use std::thread;

use common::{start, worker};

fn main() {
    start();
    for task in ["fetch pages", "index words", "rank pages"] {
        thread::spawn(move || worker(task));
    }
}
