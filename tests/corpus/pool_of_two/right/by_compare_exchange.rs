//! Takes a permit by `compare_exchange`: if another thread has changed the number since it was
//! loaded, a thread looks again.
//!
//! Finding: joined

use std::{
    sync::atomic::{AtomicUsize, Ordering::SeqCst},
    thread,
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
    let permits = &AtomicUsize::new(2);
    let is_taken = || {
        let left = permits.load(SeqCst);
        left > 0
            && permits
                .compare_exchange(left, left - 1, SeqCst, SeqCst)
                .is_ok()
    };
    thread::scope(|scope| {
        for task in TASKS {
            scope.spawn(move || {
                while !is_taken() {
                    thread::yield_now();
                }
                worker(task);
                permits.fetch_add(1, SeqCst);
            });
        }
    });
    println!("All done");
}
