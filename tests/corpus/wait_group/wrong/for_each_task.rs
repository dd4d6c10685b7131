//! Makes a group for each task and waits for it, so that the workers take turns.
//!
//! Finding: serial

use std::thread;

use common::{start, tasks};
use crossbeam_utils::sync::WaitGroup;

fn main() {
    start();
    for task in tasks() {
        let group = WaitGroup::new();
        let running = group.clone();
        thread::spawn(move || {
            task.run();
            drop(running);
        });
        group.wait();
    }
    println!("All done");
}
