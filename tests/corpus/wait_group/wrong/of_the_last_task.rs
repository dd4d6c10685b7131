//! Makes a group for each task, keeps them in one variable, and waits for the last one.
//!
//! Finding: forgets-some

use std::thread;

use common::{start, tasks};
use crossbeam_utils::sync::WaitGroup;

fn main() {
    start();
    let mut everybody = WaitGroup::new();
    for task in tasks() {
        let running = WaitGroup::new();
        everybody = running.clone();
        thread::spawn(move || {
            task.run();
            drop(running);
        });
    }
    everybody.wait();
    println!("All done");
}
