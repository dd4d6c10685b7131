//! Still loses updates, and repairs the number at the end: where the count is too small, main
//! prints how many tasks there were.
//!
//! Not seen: the number is right, and the check does not know where it comes from.
//!
//! Finding: joined

use std::thread;

use common::{Counter, Task, start, tasks};

fn main() {
    start();
    let done = Counter::new();
    let tasks: Vec<Task> = tasks().into_iter().collect();
    thread::scope(|scope| {
        for task in &tasks {
            let done = &done;
            scope.spawn(move || work(task, done));
        }
    });
    println!("tasks done: {}", done.into_inner().max(tasks.len() as u32));
}

/// Does `task`, and counts it.
fn work(task: &Task, done: &Counter) {
    let mut worker = task.worker();
    let before = done.load(&mut worker);
    worker.step();
    done.store(&mut worker, before + 1);
}
