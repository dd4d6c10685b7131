//! Clones the wait group for each thread, but leaves the clones in main, where they are dropped at
//! once.
//!
//! Finding: no-wait

use std::thread;

use common::{start, worker};
use crossbeam_utils::sync::WaitGroup;

fn main() {
    start();
    let group = WaitGroup::new();
    for task in ["sort data", "parse files", "generate output"] {
        let counted = group.clone();
        thread::spawn(move || worker(task));
        drop(counted);
    }
    group.wait();
}
