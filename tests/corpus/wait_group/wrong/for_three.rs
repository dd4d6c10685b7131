//! Starts the three workers that are there when nothing is said, whatever tasks there are.
//!
//! Finding: wrong-output

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
    println!("All done");
}
