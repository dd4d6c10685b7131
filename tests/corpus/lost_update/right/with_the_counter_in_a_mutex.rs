//! Puts the counter into a mutex, and keeps the guard from the load to the store.
//!
//! Finding: joined

use std::{sync::Mutex, thread};

use common::{Counter, Task, start, tasks};

fn main() {
    start();
    let done = Mutex::new(Counter::new());
    thread::scope(|scope| {
        for task in tasks() {
            let done = &done;
            scope.spawn(move || work(&task, done));
        }
    });
    println!("tasks done: {}", done.into_inner().unwrap().into_inner());
}

/// Does `task`, and counts it.
fn work(task: &Task, done: &Mutex<Counter>) {
    let mut worker = task.worker();
    worker.step();
    let done = done.lock().unwrap();
    let before = done.load(&mut worker);
    done.store(&mut worker, before + 1);
}
