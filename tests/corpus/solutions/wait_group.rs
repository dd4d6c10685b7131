//! What changed: there is no clone but those of the workers. `wait` gives up the clone that it is called on,
//! and waits until all others are dropped. `group` itself was one more: main kept it and waited.
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
            drop(running);
        });
    }
    group.wait();
    println!("All done");
}
