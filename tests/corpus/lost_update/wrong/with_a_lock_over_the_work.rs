//! Locks the counter before the work, so that only one can work at a time.
//!
//! Finding: serial

use std::thread;

use common::{Counter, Task, start, tasks};
use parking_lot::Mutex;

fn main() {
    start();
    let done = Mutex::new(Counter::new());
    thread::scope(|scope| {
        for task in tasks() {
            let done = &done;
            scope.spawn(move || work(&task, done));
        }
    });
    println!("tasks done: {}", done.into_inner().into_inner());
}

/// Does `task`, and counts it.
fn work(task: &Task, done: &Mutex<Counter>) {
    let mut worker = task.worker();
    let done = done.lock();
    let before = done.load(&mut worker);
    worker.step();
    done.store(&mut worker, before + 1);
}
