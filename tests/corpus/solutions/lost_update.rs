//! What changed: one operation, `fetch_add`, reads and writes the number. No worker can write in
//! between. Before, the number was read before the work and was old after it: another worker could
//! count meanwhile, and the store lost that update.
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
