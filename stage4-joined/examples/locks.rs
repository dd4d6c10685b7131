//! Two threads that work side by side, and lock a shared total for a moment only.

use std::thread;

use common::{start, worker};
use parking_lot::Mutex;

fn main() {
    start();
    let total = &Mutex::new(0);
    thread::scope(|scope| {
        for task in ["sort data", "parse files"] {
            scope.spawn(move || {
                worker(task);
                let mut guard = total.lock();
                *guard += task.chars().count();
                drop(guard);
            });
        }
    });
    println!("{} characters", total.lock());
}
