//! Waits for each worker before the next one is started: no update is lost, and no time is won.
//!
//! Finding: serial

use std::thread;

use common::{Counter, Task, start, tasks};

fn main() {
    start();
    let done = Counter::new();
    thread::scope(|scope| {
        for task in tasks() {
            let done = &done;
            let worker = scope.spawn(move || work(&task, done));
            worker.join().expect("it does not panic");
        }
    });
    println!("tasks done: {}", done.into_inner());
}

/// Does `task`, and counts it.
fn work(task: &Task, done: &Counter) {
    let mut worker = task.worker();
    worker.step();
    let before = done.load(&mut worker);
    done.store(&mut worker, before + 1);
}
