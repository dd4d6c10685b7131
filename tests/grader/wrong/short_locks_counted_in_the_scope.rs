//! Looks how many tasks are left while the workers are still at work.
//!
//! Finding: wrong-output
//! Graded as: short_locks

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
        println!("{} tasks left", tasks.lock().len());
    });
}
