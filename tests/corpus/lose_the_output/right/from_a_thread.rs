//! Starts one thread, which starts the three others and joins none of them; main does not wait for
//! it either.
//!
//! Finding: no-wait

use std::thread;

use common::{start, worker};

fn main() {
    start();
    thread::spawn(|| {
        for task in ["fetch pages", "index words", "rank pages"] {
            thread::spawn(move || worker(task));
        }
    });
}
