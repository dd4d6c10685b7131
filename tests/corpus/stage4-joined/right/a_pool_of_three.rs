//! Waits by a scope for three threads that take their tasks from a queue, each as soon as it can.
//!
//! Finding: joined

use std::thread;

use common::{start, worker};
use parking_lot::Mutex;

fn main() {
    start();
    let queue = Mutex::new(vec!["sort data", "parse files", "generate output"]);
    let next = || queue.lock().pop();
    thread::scope(|scope| {
        for _ in 0..3 {
            scope.spawn(|| {
                while let Some(task) = next() {
                    worker(task);
                }
            });
        }
    });
}
