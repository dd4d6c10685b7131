//! Makes all the clones before the first thread, in pairs with the tasks, and gives them all away.
//!
//! Finding: joined

use std::thread;

use common::{start, tasks};
use crossbeam_utils::sync::WaitGroup;

fn main() {
    start();
    let group = WaitGroup::new();
    let pairs: Vec<_> = tasks()
        .into_iter()
        .map(|task| (task, group.clone()))
        .collect();
    for (task, running) in pairs {
        thread::spawn(move || {
            let _running = running;
            task.run();
        });
    }
    group.wait();
    println!("All done");
}
