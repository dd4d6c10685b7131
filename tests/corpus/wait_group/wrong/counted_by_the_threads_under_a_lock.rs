//! Each thread counts itself in under the lock, and main waits until the count is 0. But the
//! threads may not have counted themselves when main looks.
//!
//! Finding: forgets-some

use std::{sync::Arc, thread, time::Duration};

use common::{start, tasks};
use parking_lot::{Condvar, Mutex};

fn main() {
    start();
    let group = Arc::new((Mutex::new(0), Condvar::new()));
    for task in tasks() {
        let group = Arc::clone(&group);
        thread::spawn(move || {
            let (running, one_is_done) = &*group;
            *running.lock() += 1;
            task.run();
            *running.lock() -= 1;
            one_is_done.notify_one();
        });
    }
    // Give the threads the time to begin.
    thread::sleep(Duration::from_millis(50));
    let (running, one_is_done) = &*group;
    one_is_done.wait_while(&mut running.lock(), |running| *running > 0);
    println!("All done");
}
