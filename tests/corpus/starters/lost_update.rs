//! Each task has a worker, which does the task and then counts it. The final count should equal the
//! number of tasks.
//!
//! Type `cargo workshop run lost_update` a few times: how many tasks does it count? The counter is
//! a `common::Counter`, an atomic number in slow motion: a worker needs one step to read it, and
//! another step to write it. The count should be right in any order of the steps, and the workers
//! should still work side by side.
//! (On Linux you may use a counter of another type, with `worker.step()` in place of each step of
//! the `Counter`: a worker does three. Elsewhere the check sees only a `Counter`.)
//! (`TASKS="read mail, send mail" cargo workshop run lost_update` sets other tasks. So does the
//! check.)

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
    // TODO: is this still the number after the work?
    worker.step();
    done.store(&mut worker, before + 1);
}
