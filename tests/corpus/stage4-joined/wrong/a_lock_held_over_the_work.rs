//! Holds a lock during the work, which only one thread can do at a time.
//!
//! Finding: serial

use std::thread;

use common::{start, worker};
use parking_lot::Mutex;

fn main() {
    start();
    let done = Mutex::new(Vec::new());
    thread::scope(|scope| {
        for task in ["sort data", "parse files", "generate output"] {
            let done = &done;
            scope.spawn(move || {
                let mut done = done.lock();
                worker(task);
                done.push(task);
            });
        }
    });
}
