//! Stage 4 as in Go: each thread holds a clone of a wait group until its work is done.

use std::thread;

use common::{start, worker};
use crossbeam_utils::sync::WaitGroup;

fn main() {
    start();
    let group = WaitGroup::new();
    for task in ["sort data", "parse files", "generate output"] {
        let running = group.clone();
        thread::spawn(move || {
            worker(task);
            // Without this line the thread does not own the clone, and main does not wait.
            drop(running);
        });
    }
    group.wait();
}
