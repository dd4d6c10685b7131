//! Waits by a wait group, of which each thread drops a clone when its worker is done.
//!
//! Finding: joined

use std::thread;

use common::{start, worker};
use crossbeam_utils::sync::WaitGroup;

fn main() {
    start();
    let group = WaitGroup::new();
    for task in ["sort data", "parse files", "generate output"] {
        let group = group.clone();
        thread::spawn(move || {
            worker(task);
            drop(group);
        });
    }
    group.wait();
}
