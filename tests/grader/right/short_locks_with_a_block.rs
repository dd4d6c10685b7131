//! Puts the lock in a block of its own in the head of the loop, at whose end the guard is dropped.
//!
//! Finding: joined
//! Graded as: short_locks

use std::thread;

use common::{start, worker};
use parking_lot::Mutex;

fn main() {
    start();
    let tasks = Mutex::new(vec!["generate output", "parse files", "sort data"]);
    thread::scope(|scope| {
        for _ in 0..3 {
            scope.spawn(|| {
                while let Some(task) = { tasks.lock().pop() } {
                    worker(task);
                }
            });
        }
    });
    println!("{} tasks left", tasks.into_inner().len());
}
