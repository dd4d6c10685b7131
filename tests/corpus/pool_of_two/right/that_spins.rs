//! Looks again and again whether fewer than two are at work, and counts itself in by the same
//! operation.
//!
//! Finding: joined

use std::{
    sync::atomic::{AtomicU32, Ordering::SeqCst},
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
    let at_work = &AtomicU32::new(0);
    thread::scope(|scope| {
        for task in TASKS {
            scope.spawn(move || {
                let one_more = |count| (count < 2).then_some(count + 1);
                while at_work.fetch_update(SeqCst, SeqCst, one_more).is_err() {
                    thread::yield_now();
                }
                worker(task);
                at_work.fetch_sub(1, SeqCst);
            });
        }
    });
    println!("All done");
}
