//! Has a lock of its own around load and store: a flag that is looked at again and again.
//!
//! Finding: joined

use std::{
    sync::atomic::{AtomicBool, Ordering::SeqCst},
    thread,
};

use common::{Counter, Task, start, tasks};

static LOCKED: AtomicBool = AtomicBool::new(false);

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
    while LOCKED.swap(true, SeqCst) {
        thread::yield_now();
    }
    let before = done.load(&mut worker);
    done.store(&mut worker, before + 1);
    LOCKED.store(false, SeqCst);
}
