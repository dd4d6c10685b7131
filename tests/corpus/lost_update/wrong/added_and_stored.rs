//! Adds with `fetch_add`, and then stores the sum as well, which `fetch_add` has done already: so
//! it takes back what others have added since.
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
    let before = done.fetch_add(&mut worker, 1);
    done.store(&mut worker, before + 1);
}
