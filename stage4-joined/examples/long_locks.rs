//! Two threads that work one at a time. This program is wrong on purpose: each thread locks the
//! shared total before its work.

use std::thread;

use common::{start, worker};
use parking_lot::Mutex;

fn main() {
    start();
    let total = &Mutex::new(0);
    thread::scope(|scope| {
        for task in ["sort data", "parse files"] {
            scope.spawn(move || {
                let mut guard = total.lock();
                worker(task);
                *guard += task.chars().count();
                drop(guard);
            });
        }
    });
    println!("{} characters", total.lock());
}
