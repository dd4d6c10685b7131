//! Lets each thread count itself in, when main may have looked at the count already. Here it always
//! has, for main keeps the lock until then.
//!
//! Finding: no-wait

use std::{sync::Arc, thread};

use common::{start, worker};
use parking_lot::{Condvar, Mutex};

fn main() {
    start();
    let shared = Arc::new((Mutex::new(0), Condvar::new()));
    let (at_work, changed) = &*shared;
    let mut count = at_work.lock();
    for task in ["sort data", "parse files", "generate output"] {
        let shared = Arc::clone(&shared);
        thread::spawn(move || {
            let (at_work, changed) = &*shared;
            *at_work.lock() += 1;
            worker(task);
            *at_work.lock() -= 1;
            changed.notify_all();
        });
    }
    while *count > 0 {
        changed.wait(&mut count);
    }
}
