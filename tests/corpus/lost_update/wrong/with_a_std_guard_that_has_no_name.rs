//! Gives the guard no name. With a mutex of the standard library the compiler does not let that
//! pass.
//!
//! Finding: does-not-build

use std::{sync::Mutex, thread};

use common::{Counter, Task, start, tasks};

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
    let _ = LOCK.lock().unwrap();
    let before = done.load(&mut worker);
    done.store(&mut worker, before + 1);
}
