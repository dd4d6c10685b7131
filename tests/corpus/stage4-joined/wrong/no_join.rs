//! Starts a thread for each worker, and joins none.
//!
//! Finding: no-wait

use std::thread;

use common::{start, worker};

fn main() {
    start();
    for task in ["sort data", "parse files", "generate output"] {
        thread::spawn(move || worker(task));
    }
}
