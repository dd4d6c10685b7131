//! Keeps its handles in one variable, where each takes the place of the one before.
//!
//! Finding: forgets-some

use std::thread;

use common::{start, worker};

fn main() {
    start();
    let mut handle = None;
    for task in ["sort data", "parse files", "generate output"] {
        handle.replace(thread::spawn(move || worker(task)));
    }
    if let Some(handle) = handle {
        handle.join().unwrap();
    }
}
