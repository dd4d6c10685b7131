//! A barrier made by hand: a count, and a condition variable on which to wait until all have come.
//!
//! Finding: joined

use std::thread;

use common::{Worker, start};
use parking_lot::{Condvar, Mutex};

fn main() {
    start();
    let (steps, changed) = &(Mutex::new(0), Condvar::new());
    thread::scope(|scope| {
        for task in ["sort data", "parse files", "generate output"] {
            scope.spawn(move || {
                let mut worker = Worker::new(task);
                for step in 1..=3 {
                    worker.step();
                    let mut done = steps.lock();
                    *done += 1;
                    changed.notify_all();
                    changed.wait_while(&mut done, |done| *done < 3 * step);
                }
            });
        }
    });
}
