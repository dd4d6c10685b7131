//! Takes a task in a closure, so the lock is short. But a thread that finds the list locked takes
//! it for empty and goes home, though the lock is held for a moment only.
//!
//! Finding: partly-serial

use std::{sync::Mutex, thread};

use common::{start, tasks};

fn main() {
    start();
    let list = Mutex::new(tasks().into_iter());
    let next = || match list.try_lock() {
        Ok(mut list) => list.next(),
        Err(_) => None,
    };
    thread::scope(|scope| {
        for _ in 0..3 {
            scope.spawn(|| {
                while let Some(task) = next() {
                    task.run();
                }
            });
        }
    });
    println!("{} tasks left", list.into_inner().unwrap().len());
}
