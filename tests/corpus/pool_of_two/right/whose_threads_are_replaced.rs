//! Starts two threads, each of which starts its successor when it is done, as long as there are
//! tasks.
//!
//! Finding: joined

use std::thread::{self, Scope};

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
    let tasks = Mutex::new(TASKS.to_vec());
    thread::scope(|scope| {
        next(scope, &tasks);
        next(scope, &tasks);
    });
    println!("All done");
}

/// Starts a thread on the next task, if there is one.
fn next<'scope>(scope: &'scope Scope<'scope, '_>, tasks: &'scope Mutex<Vec<&'static str>>) {
    let next_task = tasks.lock().pop();
    if let Some(task) = next_task {
        scope.spawn(move || {
            worker(task);
            next(scope, tasks);
        });
    }
}
