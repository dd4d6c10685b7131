//! What changed: the lock is taken and given back inside a closure. What is made in the head of a `while
//! let` lives until the end of its body, and so did the guard that `lock` returns: the worker held the list
//! for as long as it worked.
//!
//! Finding: joined

use std::thread;

use common::{start, worker};
use parking_lot::Mutex;

fn main() {
    start();
    let tasks = Mutex::new(vec!["generate output", "parse files", "sort data"]);
    let next = || tasks.lock().pop();
    thread::scope(|scope| {
        for _ in 0..3 {
            scope.spawn(|| {
                while let Some(task) = next() {
                    worker(task);
                }
            });
        }
    });
    println!("{} tasks left", tasks.into_inner().len());
}
