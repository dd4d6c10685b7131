//! Waits by a condition variable of `parking_lot`, until the list of what is done is complete.
//!
//! Finding: joined

use std::{sync::Arc, thread};

use common::{start, worker};
use parking_lot::{Condvar, Mutex};

fn main() {
    start();
    let shared = Arc::new((Mutex::new(Vec::new()), Condvar::new()));
    for task in ["sort data", "parse files", "generate output"] {
        let shared = Arc::clone(&shared);
        thread::spawn(move || {
            worker(task);
            let (done, changed) = &*shared;
            done.lock().push(task);
            changed.notify_all();
        });
    }
    let (done, changed) = &*shared;
    changed.wait_while(&mut done.lock(), |done| done.len() < 3);
}
