//! Two threads take tasks from a list. If the list is locked, a thread takes it that there is
//! nothing left, and ends; but the other one holds the lock for a moment only. From then on one
//! thread works alone.
//!
//! Finding: partly-serial

use std::thread;

use common::{start, worker};
use parking_lot::Mutex;

const TASKS: [&str; 6] = [
    "sort data",
    "parse files",
    "generate output",
    "read mail",
    "send mail",
    "clean up",
];

fn main() {
    start();
    let list = Mutex::new(TASKS.into_iter());
    let next = || list.try_lock()?.next();
    thread::scope(|scope| {
        for _ in 0..2 {
            scope.spawn(|| {
                while let Some(task) = next() {
                    worker(task);
                }
            });
        }
    });
    println!("All done");
}
