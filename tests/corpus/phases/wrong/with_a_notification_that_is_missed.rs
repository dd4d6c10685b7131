//! Counts the steps that are done in an atomic number. Who is not the last one waits to be
//! notified; but the last one can come, and notify all that wait, between that look and the wait.
//!
//! Finding: hangs

use std::{
    sync::atomic::{AtomicUsize, Ordering::SeqCst},
    thread,
};

use common::{Worker, start};
use parking_lot::{Condvar, Mutex};

fn main() {
    start();
    let done = &AtomicUsize::new(0);
    let (asleep, all_done) = &(Mutex::new(()), Condvar::new());
    thread::scope(|scope| {
        for task in ["sort data", "parse files", "generate output"] {
            scope.spawn(move || {
                let mut worker = Worker::new(task);
                for step in 1..=3 {
                    worker.step();
                    done.fetch_add(1, SeqCst);
                    while done.load(SeqCst) < 3 * step {
                        all_done.wait(&mut asleep.lock());
                    }
                    all_done.notify_all();
                }
            });
        }
    });
}
