//! Each task has a worker, which does the task and then counts it. The final count should equal the
//! number of tasks.
//!
//! Run it some times with `cargo workshop run lost_update`. The counter is a `common::Counter`: an
//! atomic number in slow motion. A worker takes a step to read it, and another one to write it. The
//! count should be right in any order of the steps, and the workers should still work side by side.
//! (The check can put others between two steps, and nowhere else. So count with a `Counter`.)
//! (`TASKS="read mail, send mail" cargo workshop run lost_update` sets tasks, as the check does.)
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
