//! Waits by a wait group, of which main keeps a clone for itself and so waits for main.
//!
//! Finding: hangs

use std::thread;

use common::{start, worker};
use crossbeam_utils::sync::WaitGroup;

fn main() {
    start();
    let group = WaitGroup::new();
    let kept = group.clone();
    for task in ["sort data", "parse files", "generate output"] {
        let group = group.clone();
        thread::spawn(move || {
            worker(task);
            drop(group);
        });
    }
    group.wait();
    drop(kept);
}
