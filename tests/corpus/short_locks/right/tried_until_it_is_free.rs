//! Tries to lock the list, yields if another thread has it, and tries again until it has taken a
//! task or the list is empty.
//!
//! Finding: joined

use std::thread;

use common::{start, tasks};
use parking_lot::Mutex;

fn main() {
    start();
    let list = Mutex::new(tasks().into_iter());
    let next = || {
        loop {
            if let Some(mut list) = list.try_lock() {
                return list.next();
            }
            thread::yield_now();
        }
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
    println!("{} tasks left", list.into_inner().len());
}
