//! Calls itself for the next task, in the body of an `if let` whose head still holds the lock.
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
            scope.spawn(|| work(&tasks));
        }
    });
    println!("{} tasks left", tasks.into_inner().len());
}

/// Does the next task, and those after it.
fn work(tasks: &Mutex<Vec<&str>>) {
    if let Some(task) = tasks.lock().pop() {
        worker(task);
        work(tasks);
    }
}
