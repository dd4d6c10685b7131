//! A thread waits for a place for some time at most, and then works without one.
//!
//! Finding: too-many-at-once

use std::{
    sync::{Condvar, Mutex},
    thread,
    time::Duration,
};

use common::{start, worker};

const TASKS: [&str; 6] = [
    "sort data",
    "parse files",
    "generate output",
    "read mail",
    "send mail",
    "clean up",
];

fn main() {
    start();
    let busy = Mutex::new(0);
    let free = Condvar::new();
    thread::scope(|scope| {
        for task in TASKS {
            let (busy, free) = (&busy, &free);
            scope.spawn(move || {
                let guard = busy.lock().unwrap();
                let (mut guard, _) = free
                    .wait_timeout_while(guard, Duration::from_secs(60), |busy| *busy >= 2)
                    .unwrap();
                *guard += 1;
                drop(guard);
                worker(task);
                *busy.lock().unwrap() -= 1;
                free.notify_one();
            });
        }
    });
    println!("All done");
}
