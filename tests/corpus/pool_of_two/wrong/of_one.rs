//! One thread takes all the tasks from the list.
//!
//! Finding: serial

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
    let tasks = Mutex::new(TASKS.into_iter());
    let next = || tasks.lock().next();
    thread::scope(|scope| {
        scope.spawn(|| {
            while let Some(task) = next() {
                worker(task);
            }
        });
    });
    println!("All done");
}
