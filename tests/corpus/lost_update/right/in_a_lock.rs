//! The number is in a mutex of `parking_lot`, and changed while that is held.
//!
//! Finding: joined

use std::thread;

use common::{Task, start, tasks};
use parking_lot::Mutex;

fn main() {
    start();
    let done = Mutex::new(0);
    thread::scope(|scope| {
        for task in tasks() {
            let done = &done;
            scope.spawn(move || work(&task, done));
        }
    });
    println!("tasks done: {}", done.into_inner());
}

/// Does `task`, and counts it.
fn work(task: &Task, done: &Mutex<u32>) {
    task.run();
    *done.lock() += 1;
}
