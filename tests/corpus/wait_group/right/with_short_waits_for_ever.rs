//! Waits at a condition variable for a hundredth of a second at a time, and for as many times as it
//! takes.
//!
//! Finding: joined

use std::{sync::Arc, thread, time::Duration};

use common::{start, tasks};
use parking_lot::{Condvar, Mutex};

fn main() {
    start();
    let group = Arc::new((Mutex::new(0), Condvar::new()));
    for task in tasks() {
        *group.0.lock() += 1;
        let group = Arc::clone(&group);
        thread::spawn(move || {
            task.run();
            *group.0.lock() -= 1;
            group.1.notify_all();
        });
    }
    let (running, one_is_done) = &*group;
    let mut running = running.lock();
    while *running > 0 {
        one_is_done.wait_for(&mut running, Duration::from_millis(10));
    }
    println!("All done");
}
