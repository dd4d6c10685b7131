//! Waits at a condition variable until no worker counts. Notifies the next one after its own count.
//!
//! Finding: joined

use std::thread;

use common::{Counter, Task, start, tasks};
use parking_lot::{Condvar, Mutex};

static SOMEBODY_COUNTS: Mutex<bool> = Mutex::new(false);
static HAS_COUNTED: Condvar = Condvar::new();

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
    let mut somebody_counts = SOMEBODY_COUNTS.lock();
    HAS_COUNTED.wait_while(&mut somebody_counts, |somebody| *somebody);
    *somebody_counts = true;
    drop(somebody_counts);
    let before = done.load(&mut worker);
    done.store(&mut worker, before + 1);
    *SOMEBODY_COUNTS.lock() = false;
    HAS_COUNTED.notify_one();
}
