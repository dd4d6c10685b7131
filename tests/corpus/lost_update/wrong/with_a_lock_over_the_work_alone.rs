//! Counts by one operation, which cannot be interrupted. Also locks the work, which needs no lock.
//!
//! Finding: partly-serial
//! On: linux

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
    let guard = LOCK.lock();
    worker.step();
    drop(guard);
    done.fetch_add(&mut worker, 1);
}
