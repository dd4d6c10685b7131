//! Gives each worker its clone as an argument of a function, at whose end it is dropped.
//!
//! Finding: joined

use std::thread;

use common::{Task, start, tasks};
use crossbeam_utils::sync::WaitGroup;

fn main() {
    start();
    let group = WaitGroup::new();
    for task in tasks() {
        let running = group.clone();
        thread::spawn(move || run(task, running));
    }
    group.wait();
    println!("All done");
}

fn run(task: Task, _running: WaitGroup) {
    task.run();
}
