//! Waits at a condition variable of the standard library for an hour at most, and panics if a
//! worker is at work after that.
//!
//! Finding: joined

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
            *group.0.lock().unwrap() -= 1;
            group.1.notify_one();
        });
    }
    let hour = Duration::from_secs(3600);
    let running = group.0.lock().unwrap();
    let waited = group
        .1
        .wait_timeout_while(running, hour, |running| *running > 0);
    let (running, _) = waited.unwrap();
    assert_eq!(*running, 0, "at work after an hour");
    println!("All done");
}
