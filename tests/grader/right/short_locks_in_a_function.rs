//! A function takes the task, and gives the lock back when it returns.
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
                while let Some(task) = take(&tasks) {
                    worker(task);
                }
            });
        }
    });
    println!("{} tasks left", tasks.into_inner().len());
}

/// The next task, if there is one left.
fn take(tasks: &Mutex<Vec<&'static str>>) -> Option<&'static str> {
    tasks.lock().pop()
}
