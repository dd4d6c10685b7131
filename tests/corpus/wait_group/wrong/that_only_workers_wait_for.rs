//! Lets each worker wait for the others. Main does not wait for them.
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
            task.run();
            running.wait();
        });
    }
    println!("All done");
}
