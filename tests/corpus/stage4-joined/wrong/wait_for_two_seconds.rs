//! Waits by a condition variable, but for two seconds at most.
//!
//! Finding: sleeps

use std::{sync::Arc, thread, time::Duration};

use common::{start, worker};
use parking_lot::{Condvar, Mutex};

fn main() {
    start();
    let shared = Arc::new((Mutex::new(3), Condvar::new()));
    for task in ["sort data", "parse files", "generate output"] {
        let shared = Arc::clone(&shared);
        thread::spawn(move || {
            worker(task);
            let (left, changed) = &*shared;
            *left.lock() -= 1;
            changed.notify_all();
        });
    }
    let (left, changed) = &*shared;
    let mut left = left.lock();
    changed.wait_while_for(&mut left, |left| *left > 0, Duration::from_secs(2));
}
