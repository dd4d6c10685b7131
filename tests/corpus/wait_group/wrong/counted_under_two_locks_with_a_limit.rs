//! Reads the count under the lock, and writes it under the lock again. Two workers can read the
//! same number. Then main waits in vain, and panics after some time.
//!
//! Finding: fails

use std::{
    sync::{Arc, Condvar, Mutex},
    thread,
    time::Duration,
};

use common::{start, tasks};

fn main() {
    start();
    let group = Arc::new((Mutex::new(0_usize), Condvar::new()));
    for task in tasks() {
        *group.0.lock().unwrap() += 1;
        let group = Arc::clone(&group);
        thread::spawn(move || {
            task.run();
            let before = *group.0.lock().unwrap();
            *group.0.lock().unwrap() = before - 1;
            group.1.notify_one();
        });
    }
    let limit = Duration::from_secs(5);
    let running = group.0.lock().unwrap();
    let waited = group
        .1
        .wait_timeout_while(running, limit, |running| *running > 0);
    let (running, _) = waited.unwrap();
    assert_eq!(*running, 0, "still at work");
    println!("All done");
}
