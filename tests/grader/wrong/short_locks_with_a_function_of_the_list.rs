//! Has a function for the next task, to which it lends the list: the guard stays in the head of the loop.
//!
//! Finding: serial
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
                while let Some(task) = next(&mut tasks.lock()) {
                    worker(task);
                }
            });
        }
    });
    println!("{} tasks left", tasks.into_inner().len());
}

/// The next task, if there is one left.
fn next(tasks: &mut Vec<&'static str>) -> Option<&'static str> {
    tasks.pop()
}
