//! Shares the group by an `Arc`. Main cannot move it out of there to wait.
//!
//! Finding: does-not-build

use std::{sync::Arc, thread};

use common::{start, tasks};
use crossbeam_utils::sync::WaitGroup;

fn main() {
    start();
    let group = Arc::new(WaitGroup::new());
    for task in tasks() {
        let running = Arc::clone(&group);
        thread::spawn(move || {
            task.run();
            drop(running);
        });
    }
    group.wait();
    println!("All done");
}
