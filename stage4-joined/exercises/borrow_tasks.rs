//! Each task has a worker, on a thread of its own. Main lends each thread its task, waits for all
//! threads, and then owns the whole list again.
//!
//! The program does not compile. Read the compiler's first message with
//! `cargo workshop check borrow_tasks`: what could go wrong? You cannot clone a task, and you do
//! not have to.
//! (`TASKS="read mail, send mail" cargo workshop run borrow_tasks` sets other tasks. So does the
//! check.)

use std::thread;

use common::{start, tasks};

fn main() {
    start();
    let tasks = tasks();
    let mut handles = Vec::new();
    for task in &tasks {
        // TODO: how long may this thread live, and how long does `tasks`?
        handles.push(thread::spawn(|| task.run()));
    }
    for handle in handles {
        handle.join().expect("the worker does not panic");
    }
    tasks.finish();
}
