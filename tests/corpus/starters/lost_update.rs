//! As many workers as there are tasks, each of which does its task and then counts it. In the end there
//! should be as many as there were.
//!
//! Run it some times with `cargo workshop run lost_update`. The counter is a `common::Counter`: an atomic
//! number in slow motion, which a worker takes a step to read, and another one to write. Whatever the order of
//! the steps, the count should be right, and all should still do their work side by side. (The check can put
//! others between two steps, and nowhere else. So let it be a `Counter` that counts.)
//! (`TASKS="read mail, send mail" cargo workshop run lost_update` gives it others. So does the check.)
//!
//! Finding: wrong-output

use std::thread;

use common::{Counter, Task, start, tasks};

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
    let before = done.load(&mut worker);
    // TODO: is it still so many after the work?
    worker.step();
    done.store(&mut worker, before + 1);
}
