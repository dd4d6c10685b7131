//! Drops the worker's clone before its work, so `wait` has no clone left to wait for.
//!
//! Finding: no-wait

use std::thread;

use common::{start, tasks};
use crossbeam_utils::sync::WaitGroup;

fn main() {
    start();
    let group = WaitGroup::new();
    for task in tasks() {
        let running = group.clone();
        thread::spawn(move || {
            drop(running);
            task.run();
        });
    }
    group.wait();
    println!("All done");
}
