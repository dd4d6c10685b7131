//! Counts under a lock, and works when it is given back: all of them work at the same time, though
//! they cannot begin together.
//!
//! Finding: joined

use std::thread;

use common::{Counter, Task, start, tasks};
use parking_lot::Mutex;

fn main() {
    start();
    let done = Counter::new();
    let lock = Mutex::new(());
    thread::scope(|scope| {
        for task in tasks() {
            let (done, lock) = (&done, &lock);
            scope.spawn(move || work(&task, done, lock));
        }
    });
    println!("tasks done: {}", done.into_inner());
}

/// Counts `task`, and does it.
fn work(task: &Task, done: &Counter, lock: &Mutex<()>) {
    let mut worker = task.worker();
    let guard = lock.lock();
    let before = done.load(&mut worker);
    done.store(&mut worker, before + 1);
    drop(guard);
    worker.step();
}
