//! Makes a clone for each worker, which stays in the loop and is dropped there: the closure does
//! not mention it.
//!
//! Finding: no-wait

use std::thread;

use common::{start, tasks};
use crossbeam_utils::sync::WaitGroup;

fn main() {
    start();
    let group = WaitGroup::new();
    for task in tasks() {
        let _running = group.clone();
        thread::spawn(move || task.run());
    }
    group.wait();
    println!("All done");
}
