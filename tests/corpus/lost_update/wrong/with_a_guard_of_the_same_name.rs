//! Locks to read, and again to write, while the first guard is still there: a new one of the same
//! name does not drop it.
//!
//! Finding: hangs

use std::thread;

use common::{Counter, Task, start, tasks};
use parking_lot::Mutex;

static LOCK: Mutex<()> = Mutex::new(());

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
    let _guard = LOCK.lock();
    let before = done.load(&mut worker);
    let _guard = LOCK.lock();
    done.store(&mut worker, before + 1);
}
