//! Waits at a condition variable until no worker is left, but for an hour at most. Then it says
//! that all is done.
//!
//! Finding: sleeps

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
            group.1.notify_one();
        });
    }
    let (running, one_is_done) = &*group;
    let hour = Duration::from_secs(3600);
    one_is_done.wait_while_for(&mut running.lock(), |running| *running > 0, hour);
    println!("All done");
}
