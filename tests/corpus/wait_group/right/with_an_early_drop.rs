//! Keeps both clones in main. Main drops the one that no worker needs before it waits.
//!
//! Finding: joined

use std::thread;

use common::{start, tasks};
use crossbeam_utils::sync::WaitGroup;

fn main() {
    start();
    let group = WaitGroup::new();
    let everybody = group.clone();
    for task in tasks() {
        let running = group.clone();
        thread::spawn(move || {
            task.run();
            drop(running);
        });
    }
    drop(group);
    everybody.wait();
    println!("All done");
}
