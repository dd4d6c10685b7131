//! Takes the task in the head of an `if let`: the guard is held while the worker works.
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
                loop {
                    if let Some(task) = tasks.lock().pop() {
                        worker(task);
                    } else {
                        break;
                    }
                }
            });
        }
    });
    println!("{} tasks left", tasks.into_inner().len());
}
