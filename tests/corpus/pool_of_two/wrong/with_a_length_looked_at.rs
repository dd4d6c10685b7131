//! Keeps the tasks at work in a list. A thread waits until the list is shorter than two, and adds
//! its task after it has given the lock back.
//!
//! Finding: too-many-at-once

use std::{thread, time::Duration};

use common::{start, worker};
use parking_lot::Mutex;

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
    let at_work = &Mutex::new(Vec::new());
    let is_full = || at_work.lock().len() >= 2;
    thread::scope(|scope| {
        for task in TASKS {
            scope.spawn(move || {
                while is_full() {
                    thread::sleep(Duration::from_millis(1));
                }
                at_work.lock().push(task);
                worker(task);
                at_work.lock().retain(|other| *other != task);
            });
        }
    });
    println!("All done");
}
