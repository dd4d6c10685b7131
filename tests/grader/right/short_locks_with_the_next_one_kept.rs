//! Has the next task in a variable, which is set before the loop and at the end of each round.
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
                let mut next = tasks.lock().pop();
                while let Some(task) = next {
                    worker(task);
                    next = tasks.lock().pop();
                }
            });
        }
    });
    println!("{} tasks left", tasks.into_inner().len());
}
