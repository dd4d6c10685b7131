//! Moves the one group there is into the first thread, and has none left for the second.
//!
//! Finding: does-not-build

use std::thread;

use common::{start, tasks};
use crossbeam_utils::sync::WaitGroup;

fn main() {
    start();
    let group = WaitGroup::new();
    for task in tasks() {
        thread::spawn(move || {
            task.run();
            drop(group);
        });
    }
    group.wait();
    println!("All done");
}
