//! What changed: the number is read and written by one operation, `fetch_add`, between whose halves nobody
//! can come. What was read before the work is old news after it: somebody else may have counted meanwhile,
//! and to store the old number and one more is to forget that.
//!
//! Finding: joined

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
    done.fetch_add(&mut worker, 1);
}
