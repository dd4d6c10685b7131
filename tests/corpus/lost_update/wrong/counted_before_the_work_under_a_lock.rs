//! Counts first, by one operation. Then works under a lock: no other worker can work meanwhile.
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

/// Counts `task`, and does it.
fn work(task: &Task, done: &Counter) {
    let mut worker = task.worker();
    done.fetch_add(&mut worker, 1);
    let _guard = LOCK.lock();
    worker.step();
}
