//! One thread and main itself take tasks from a list.
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
    let tasks = Mutex::new(TASKS.into_iter());
    let work = || {
        loop {
            let next = tasks.lock().next();
            let Some(task) = next else { break };
            worker(task);
        }
    };
    thread::scope(|scope| {
        scope.spawn(work);
        work();
    });
    println!("All done");
}
