//! Drops the guard by hand, after the work.
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
                    let mut list = tasks.lock();
                    let Some(task) = list.pop() else { break };
                    worker(task);
                    drop(list);
                }
            });
        }
    });
    println!("{} tasks left", tasks.into_inner().len());
}
