//! Has a closure as well, but one that returns the guard and not the task: the head of the loop
//! keeps it.
//!
//! Finding: serial

use std::thread;

use common::{start, tasks};
use parking_lot::Mutex;

fn main() {
    start();
    let list = Mutex::new(tasks().into_iter());
    let locked = || list.lock();
    thread::scope(|scope| {
        for _ in 0..3 {
            scope.spawn(|| {
                while let Some(task) = locked().next() {
                    task.run();
                }
            });
        }
    });
    println!("{} tasks left", list.into_inner().len());
}
