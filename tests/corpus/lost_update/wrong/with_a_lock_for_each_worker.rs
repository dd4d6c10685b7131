//! Each worker locks a mutex of its own. No other worker can lock it.
//!
//! Finding: wrong-output

use std::{sync::Mutex, thread};

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
    let lock = Mutex::new(());
    let _guard = lock.lock().unwrap();
    let before = done.load(&mut worker);
    done.store(&mut worker, before + 1);
}
