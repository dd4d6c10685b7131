//! Has a lock made by hand around the load and the store: a flag that is looked at, and then put
//! up. Two workers can find it down, and both load.
//!
//! Finding: wrong-output

use std::{
    sync::atomic::{AtomicBool, Ordering::SeqCst},
    thread,
};

use common::{Counter, Task, start, tasks};

static IS_LOCKED: AtomicBool = AtomicBool::new(false);

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
    while IS_LOCKED.load(SeqCst) {
        thread::yield_now();
    }
    IS_LOCKED.store(true, SeqCst);
    let before = done.load(&mut worker);
    done.store(&mut worker, before + 1);
    IS_LOCKED.store(false, SeqCst);
}
