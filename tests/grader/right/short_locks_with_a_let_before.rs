//! The task is taken in a `let` of its own, whose guard is gone at its semicolon.
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
                loop {
                    let next = tasks.lock().pop();
                    let Some(task) = next else { break };
                    worker(task);
                }
            });
        }
    });
    println!("{} tasks left", tasks.into_inner().len());
}
