//! Lets each worker sleep a little longer than the one before, in the hope that they do not meet.
//!
//! Finding: wrong-output

use std::{thread, time::Duration};

use common::{Counter, Task, sleep, start, tasks};

fn main() {
    start();
    let done = Counter::new();
    thread::scope(|scope| {
        for (place, task) in (0..).zip(tasks()) {
            let done = &done;
            scope.spawn(move || {
                sleep(Duration::from_secs(4 * place));
                work(&task, done);
            });
        }
    });
    println!("tasks done: {}", done.into_inner());
}

/// Does `task`, and counts it.
fn work(task: &Task, done: &Counter) {
    let mut worker = task.worker();
    let before = done.load(&mut worker);
    worker.step();
    done.store(&mut worker, before + 1);
}
