//! Loses updates as before, and always prints the number that the check expects. With fewer tasks,
//! the check expects another number.
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
    println!("tasks done: 4");
}

/// Does `task`, and counts it.
fn work(task: &Task, done: &Counter) {
    let mut worker = task.worker();
    let before = done.load(&mut worker);
    worker.step();
    done.store(&mut worker, before + 1);
}
