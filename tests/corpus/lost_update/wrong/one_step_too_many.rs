//! Replaces the store by `fetch_add`, which takes two steps, and keeps the load as well: a step too
//! many.
//!
//! Finding: wrong-output

use std::thread;

use common::{Counter, Task, start, tasks};

fn main() {
    start();
    let done = Counter::new();
    thread::scope(|scope| {
        for task in tasks() {
            let done = &done;
            scope.spawn(move || work(&task, done));
        }
    });
    println!("tasks done: {}", done.into_inner());
}

/// Does `task`, and counts it.
fn work(task: &Task, done: &Counter) {
    let mut worker = task.worker();
    let _before = done.load(&mut worker);
    worker.step();
    done.fetch_add(&mut worker, 1);
}
