//! A thread that has found no free place in 200 looks ends without its task.
//!
//! Finding: sleeps

use std::{thread, time::Duration};

use common::{sleep, start, worker};
use parking_lot::Mutex;

const TASKS: [&str; 6] = [
    "sort data",
    "parse files",
    "generate output",
    "read mail",
    "send mail",
    "clean up",
];

static FREE: Mutex<u32> = Mutex::new(2);

fn enters() -> bool {
    let mut free = FREE.lock();
    let is_free = *free > 0;
    *free -= u32::from(is_free);
    is_free
}

fn main() {
    start();
    thread::scope(|scope| {
        for task in TASKS {
            scope.spawn(move || {
                for _ in 0..200 {
                    if enters() {
                        worker(task);
                        *FREE.lock() += 1;
                        break;
                    }
                    sleep(Duration::from_millis(100));
                }
            });
        }
    });
    println!("All done");
}
