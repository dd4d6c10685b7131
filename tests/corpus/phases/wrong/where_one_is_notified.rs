//! Makes a barrier by hand. The last one to come wakes one of the two who wait, and not both.
//!
//! Finding: hangs

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
                for round in 1..=3 {
                    worker.step();
                    let mut done = done.lock();
                    *done += 1;
                    if *done == 3 * round {
                        changed.notify_one();
                    }
                    changed.wait_while(&mut done, |done| *done < 3 * round);
                }
            });
        }
    });
}
