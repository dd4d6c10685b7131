//! Has two threads, which take tasks from the end of a list until there are none.
//!
//! Finding: joined

use std::thread;

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
    let list = Mutex::new(TASKS.to_vec());
    let next = || list.lock().pop();
    thread::scope(|scope| {
        for _ in 0..2 {
            scope.spawn(|| {
                while let Some(task) = next() {
                    worker(task);
                }
            });
        }
    });
    println!("All done");
}
