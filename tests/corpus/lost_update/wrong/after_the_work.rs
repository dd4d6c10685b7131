//! Reads and writes only when the work is done, but in two steps. Another worker can still write
//! between them.
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
    worker.step();
    let before = done.load(&mut worker);
    done.store(&mut worker, before + 1);
}
