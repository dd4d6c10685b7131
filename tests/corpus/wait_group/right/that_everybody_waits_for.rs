//! Lets each worker wait for the others too, by which its clone is dropped as well.
//!
//! Finding: joined

use std::thread;

use common::{start, tasks};
use crossbeam_utils::sync::WaitGroup;

fn main() {
    start();
    let group = WaitGroup::new();
    for task in tasks() {
        let running = group.clone();
        thread::spawn(move || {
            task.run();
            running.wait();
        });
    }
    group.wait();
    println!("All done");
}
