//! Leaves the three tasks to two threads.
//!
//! Finding: partly-serial

use std::thread;

use common::{start, worker};
use parking_lot::Mutex;

fn main() {
    start();
    let queue = Mutex::new(vec!["sort data", "parse files", "generate output"]);
    let next = || queue.lock().pop();
    thread::scope(|scope| {
        for _ in 0..2 {
            scope.spawn(|| {
                while let Some(task) = next() {
                    worker(task);
                }
            });
        }
    });
}
