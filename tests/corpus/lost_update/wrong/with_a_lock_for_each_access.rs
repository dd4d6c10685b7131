//! Locks the counter to read it, and once more to write it: between the two anybody may come.
//!
//! Finding: wrong-output

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
    worker.step();
    let before = done.lock().load(&mut worker);
    done.lock().store(&mut worker, before + 1);
}
