//! Looks every tenth of a second whether fewer than two are at work.
//!
//! Finding: joined

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
    let at_work = &Mutex::new(0);
    let take = || {
        let mut at_work = at_work.lock();
        let is_free = *at_work < 2;
        *at_work += u32::from(is_free);
        is_free
    };
    thread::scope(|scope| {
        for task in TASKS {
            scope.spawn(move || {
                while !take() {
                    thread::sleep(Duration::from_millis(100));
                }
                worker(task);
                *at_work.lock() -= 1;
            });
        }
    });
    println!("All done");
}
