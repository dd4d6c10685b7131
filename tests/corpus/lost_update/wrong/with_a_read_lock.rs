//! Takes a lock for reading, which any number of threads may hold at the same time.
//!
//! Finding: wrong-output

use std::thread;

use common::{Counter, Task, start, tasks};
use parking_lot::RwLock;

static LOCK: RwLock<()> = RwLock::new(());

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
    let _guard = LOCK.read();
    let before = done.load(&mut worker);
    done.store(&mut worker, before + 1);
}
