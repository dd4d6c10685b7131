//! Locks the list before the loop, so that the first thread does all tasks while it holds the lock.
//!
//! Finding: serial

use std::thread;

use common::{start, tasks};
use parking_lot::Mutex;

fn main() {
    start();
    let list = Mutex::new(tasks().into_iter());
    thread::scope(|scope| {
        for _ in 0..3 {
            scope.spawn(|| {
                let mut guard = list.lock();
                while let Some(task) = guard.next() {
                    task.run();
                }
            });
        }
    });
    println!("{} tasks left", list.into_inner().len());
}
