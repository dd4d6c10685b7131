//! Keeps its guard all the time, and lets `MutexGuard::unlocked` give the lock back during the
//! work.
//!
//! Finding: joined

use std::thread;

use common::{start, tasks};
use parking_lot::{Mutex, MutexGuard};

fn main() {
    start();
    let list = Mutex::new(tasks().into_iter());
    thread::scope(|scope| {
        for _ in 0..3 {
            scope.spawn(|| {
                let mut guard = list.lock();
                while let Some(task) = guard.next() {
                    MutexGuard::unlocked(&mut guard, || task.run());
                }
            });
        }
    });
    println!("{} tasks left", list.into_inner().len());
}
