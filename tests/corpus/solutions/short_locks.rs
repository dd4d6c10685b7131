//! What changed: the lock is taken and given back inside a closure. What is made in the head of a `while
//! let` lives until the end of its body, and so did the guard that `lock` returns: the worker held the list
//! for as long as it worked.
//!
//! Finding: joined

use std::thread;

use common::{start, tasks};
use parking_lot::Mutex;

fn main() {
    start();
    let list = Mutex::new(tasks().into_iter());
    let next = || list.lock().next();
    thread::scope(|scope| {
        for _ in 0..3 {
            scope.spawn(|| {
                while let Some(task) = next() {
                    task.run();
                }
            });
        }
    });
    println!("{} tasks left", list.into_inner().len());
}
