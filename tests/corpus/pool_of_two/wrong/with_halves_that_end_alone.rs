//! Gives each of two threads three tasks for good: when one has done its three, it does not help
//! the other.
//!
//! Finding: partly-serial

use std::thread;

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
    thread::scope(|scope| {
        for half in TASKS.chunks(3) {
            scope.spawn(move || {
                for task in half {
                    worker(task);
                }
            });
        }
    });
    println!("All done");
}
