//! Keeps its guard all the time, and lets `MutexGuard::unlocked` give the lock back during the work.
//!
//! Finding: joined
//! Graded as: short_locks

use std::thread;

use common::{start, worker};
use parking_lot::{Mutex, MutexGuard};

fn main() {
    start();
    let tasks = Mutex::new(vec!["generate output", "parse files", "sort data"]);
    thread::scope(|scope| {
        for _ in 0..3 {
            scope.spawn(|| {
                let mut list = tasks.lock();
                while let Some(task) = list.pop() {
                    MutexGuard::unlocked(&mut list, || worker(task));
                }
            });
        }
    });
    println!("{} tasks left", tasks.into_inner().len());
}
