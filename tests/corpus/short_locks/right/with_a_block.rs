//! Writes a block around the expression in the head of the loop, at whose end the guard is dropped
//! that has no name. (Before the edition of 2024 it was not.)
//!
//! Finding: joined

use std::thread;

use common::{start, tasks};
use parking_lot::Mutex;

fn main() {
    start();
    let list = Mutex::new(tasks().into_iter());
    thread::scope(|scope| {
        for _ in 0..3 {
            scope.spawn(|| {
                while let Some(task) = { list.lock().next() } {
                    task.run();
                }
            });
        }
    });
    println!("{} tasks left", list.into_inner().len());
}
