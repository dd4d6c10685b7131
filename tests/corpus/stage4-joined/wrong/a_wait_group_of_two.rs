//! Counts only two of its threads in the wait group.
//!
//! Finding: forgets-some

use std::thread;

use common::{start, worker};
use crossbeam_utils::sync::WaitGroup;

fn main() {
    start();
    let group = WaitGroup::new();
    for task in ["sort data", "parse files"] {
        let group = group.clone();
        thread::spawn(move || {
            worker(task);
            drop(group);
        });
    }
    thread::spawn(|| worker("generate output"));
    group.wait();
}
