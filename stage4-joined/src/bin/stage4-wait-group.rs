//! The same as Go would have it: each thread holds a clone of a wait group until it has finished.

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
            drop(running);
        });
    }
    group.wait();
}
