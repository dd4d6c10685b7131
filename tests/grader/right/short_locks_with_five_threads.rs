//! Starts more threads than there are tasks: the last ones find nothing.
//!
//! Finding: joined
//! Graded as: short_locks

use std::thread;

use common::{start, worker};
use parking_lot::Mutex;

fn main() {
    start();
    let tasks = Mutex::new(vec!["generate output", "parse files", "sort data"]);
    let next = || tasks.lock().pop();
    thread::scope(|scope| {
        for _ in 0..5 {
            scope.spawn(|| {
                while let Some(task) = next() {
                    worker(task);
                }
            });
        }
    });
    println!("{} tasks left", tasks.into_inner().len());
}
