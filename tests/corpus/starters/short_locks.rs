//! Three threads take tasks from a list until it is empty. The list has a lock, so no two threads
//! take the same task.
//!
//! A thread should lock the list only while it takes a task, and not while it works. Type
//! `cargo workshop run short_locks`: do the workers wait for each other?
//! (`TASKS="a, b, c, d, e" cargo workshop run short_locks` sets five tasks. So does the check.)

use std::thread;

use common::{start, tasks};
use parking_lot::Mutex;

fn main() {
    start();
    let list = Mutex::new(tasks().into_iter());
    thread::scope(|scope| {
        for _ in 0..3 {
            scope.spawn(|| {
                // TODO: this line locks the list. Until when is it locked?
                while let Some(task) = list.lock().next() {
                    task.run();
                }
            });
        }
    });
    println!("{} tasks left", list.into_inner().len());
}
