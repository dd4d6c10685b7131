//! Counts with `fetch_add`, and still loads the number as before. No code uses that number any
//! more, and the load is a fourth step.
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
    let before = done.load(&mut worker);
    worker.step();
    let now = done.fetch_add(&mut worker, 1);
    assert!(now >= before);
}
