//! Starts two, waits for both, and starts the next two: who is done early does nothing meanwhile.
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
    for pair in TASKS.chunks(2) {
        thread::scope(|scope| {
            for task in pair {
                scope.spawn(|| worker(task));
            }
        });
    }
    println!("All done");
}
