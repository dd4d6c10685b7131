//! Makes the clones beforehand, and gives each thread a clone of the one in the list, which stays
//! there.
//!
//! Finding: hangs

use std::{iter, thread};

use common::{Task, start, tasks};
use crossbeam_utils::sync::WaitGroup;

fn main() {
    start();
    let group = WaitGroup::new();
    let tasks: Vec<Task> = tasks().into_iter().collect();
    let clones = vec![group.clone(); tasks.len()];
    for (task, clone) in iter::zip(tasks, &clones) {
        let running = clone.clone();
        thread::spawn(move || {
            task.run();
            drop(running);
        });
    }
    group.wait();
    println!("All done");
}
