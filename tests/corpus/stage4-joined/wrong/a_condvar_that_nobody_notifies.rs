//! Waits at a condition variable for a count. The count changes, but no thread notifies main.
//!
//! Finding: hangs

use std::{sync::Arc, thread};

use common::{start, worker};
use parking_lot::{Condvar, Mutex};

fn main() {
    start();
    let left = Arc::new(Mutex::new(3));
    let mut count = left.lock();
    for task in ["sort data", "parse files", "generate output"] {
        let left = Arc::clone(&left);
        thread::spawn(move || {
            worker(task);
            *left.lock() -= 1;
        });
    }
    Condvar::new().wait_while(&mut count, |count| *count > 0);
}
