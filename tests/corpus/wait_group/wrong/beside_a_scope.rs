//! Makes a wait group and clones it for each thread, but never calls `wait`. A scope waits instead.
//!
//! Finding: unseen

use std::thread;

use common::{start, tasks};
use crossbeam_utils::sync::WaitGroup;

fn main() {
    start();
    let group = WaitGroup::new();
    thread::scope(|scope| {
        for task in tasks() {
            let running = group.clone();
            scope.spawn(move || {
                task.run();
                drop(running);
            });
        }
    });
    println!("All done");
}
