//! Waits for a notification and does not look what it was about: the first one ends the wait.
//!
//! Finding: forgets-some

use std::{sync::Arc, thread};

use common::{start, worker};
use parking_lot::{Condvar, Mutex};

fn main() {
    start();
    let shared = Arc::new((Mutex::new(3), Condvar::new()));
    let (left, changed) = &*shared;
    let mut left = left.lock();
    for task in ["sort data", "parse files", "generate output"] {
        let shared = Arc::clone(&shared);
        thread::spawn(move || {
            worker(task);
            let (left, changed) = &*shared;
            *left.lock() -= 1;
            changed.notify_one();
        });
    }
    changed.wait(&mut left);
}
