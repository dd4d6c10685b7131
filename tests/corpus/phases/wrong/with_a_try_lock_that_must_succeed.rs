//! Counts the steps under a lock that it expects to be free, since it is held for a moment only.
//! Two workers that are done at the same moment refute that, and one of them panics.
//!
//! Finding: fails

use std::{sync::Barrier, thread};

use common::{Worker, start};
use parking_lot::Mutex;

fn main() {
    start();
    let barrier = &Barrier::new(3);
    let done = &Mutex::new(0);
    thread::scope(|scope| {
        for task in ["sort data", "parse files", "generate output"] {
            scope.spawn(move || {
                let mut worker = Worker::new(task);
                for _ in 0..3 {
                    worker.step();
                    *done.try_lock().expect("no other worker counts") += 1;
                    barrier.wait();
                }
            });
        }
    });
}
