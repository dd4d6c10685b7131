//! A thread locks the permits to look, gives the lock back, and locks them again to take one.
//! Another thread can take the last permit between the two.
//!
//! Finding: too-many-at-once

use std::{sync::Mutex, thread, time::Duration};

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
    let permits: &Mutex<i32> = &Mutex::new(2);
    thread::scope(|scope| {
        for task in TASKS {
            scope.spawn(move || {
                while *permits.lock().unwrap() < 1 {
                    thread::sleep(Duration::from_millis(1));
                }
                *permits.lock().unwrap() -= 1;
                worker(task);
                *permits.lock().unwrap() += 1;
            });
        }
    });
    println!("All done");
}
