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
            // Also what moves the clone into the thread: without this line nobody would be waited for.
            drop(running);
        });
    }
    group.wait();
}
