//! Asks for the lock again while it is held, which no thread ever gets.
//!
//! Finding: hangs
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
                while let Some(task) = tasks.lock().pop() {
                    let left = tasks.lock().len();
                    worker(task);
                    assert!(left < 3);
                }
            });
        }
    });
    println!("{} tasks left", tasks.into_inner().len());
}
