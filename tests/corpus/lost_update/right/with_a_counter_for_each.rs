//! Gives each worker a counter of its own, and lets main add them up: no two workers share a
//! number.
//!
//! Finding: joined

use std::thread;

use common::{Counter, Task, start, tasks};

fn main() {
    start();
    let tasks = tasks().into_iter().map(|task| (task, Counter::new()));
    let tasks: Vec<_> = tasks.collect();
    thread::scope(|scope| {
        for (task, done) in &tasks {
            scope.spawn(move || work(task, done));
        }
    });
    let done: u32 = tasks.into_iter().map(|(_, done)| done.into_inner()).sum();
    println!("tasks done: {done}");
}

/// Does `task`, and counts it.
fn work(task: &Task, done: &Counter) {
    let mut worker = task.worker();
    worker.step();
    let before = done.load(&mut worker);
    done.store(&mut worker, before + 1);
}
