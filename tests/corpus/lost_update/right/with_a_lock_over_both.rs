//! One lock is held from the load to the store, and not during the work.
//!
//! Finding: joined

use std::thread;

use common::{Counter, Task, start, tasks};
use parking_lot::Mutex;

fn main() {
    start();
    let done = (Counter::new(), Mutex::new(()));
    thread::scope(|scope| {
        for task in tasks() {
            let done = &done;
            scope.spawn(move || work(&task, done));
        }
    });
    println!("tasks done: {}", done.0.into_inner());
}

/// Does `task`, and counts it.
fn work(task: &Task, done: &(Counter, Mutex<()>)) {
    let (done, lock) = done;
    let mut worker = task.worker();
    worker.step();
    let _guard = lock.lock();
    let before = done.load(&mut worker);
    done.store(&mut worker, before + 1);
}
