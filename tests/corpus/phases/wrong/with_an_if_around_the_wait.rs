//! Notifies everybody after each step, and who wakes up does not look again whether all are there.
//!
//! Finding: too-early

use std::thread;

use common::{Worker, start};
use parking_lot::{Condvar, Mutex};

fn main() {
    start();
    let (done, changed) = &(Mutex::new(0), Condvar::new());
    thread::scope(|scope| {
        for task in ["sort data", "parse files", "generate output"] {
            scope.spawn(move || {
                let mut worker = Worker::new(task);
                for step in 1..=3 {
                    worker.step();
                    let mut done = done.lock();
                    *done += 1;
                    changed.notify_all();
                    if *done < 3 * step {
                        changed.wait(&mut done);
                    }
                }
            });
        }
    });
}
