//! Starts five threads where three are asked for, so that a thread waits for each of five tasks.
//!
//! Finding: too-many-at-once

use std::thread;

use common::{start, tasks};
use parking_lot::Mutex;

fn main() {
    start();
    let list = Mutex::new(tasks().into_iter());
    let next = || list.lock().next();
    thread::scope(|scope| {
        for _ in 0..5 {
            scope.spawn(|| {
                while let Some(task) = next() {
                    task.run();
                }
            });
        }
    });
    println!("{} tasks left", list.into_inner().len());
}
