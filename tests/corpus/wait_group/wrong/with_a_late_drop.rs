//! Drops main's other clone, but after the wait, which waits for it.
//!
//! Finding: hangs

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
    everybody.wait();
    drop(group);
    println!("All done");
}
