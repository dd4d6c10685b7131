//! Opens a scope for each thread, which ends only when the thread does.
//!
//! Finding: serial

use std::thread;

use common::{start, worker};

fn main() {
    start();
    for task in ["sort data", "parse files", "generate output"] {
        thread::scope(|scope| {
            scope.spawn(|| worker(task));
        });
    }
}
