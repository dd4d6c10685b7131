//! Lends the tasks to the threads of a scope, and drops the list afterwards. Nobody says which tasks there were.
//!
//! Finding: wrong-output

use std::thread;

use common::{start, tasks};

fn main() {
    start();
    let tasks = tasks();
    thread::scope(|scope| {
        for task in &tasks {
            scope.spawn(move || {
                task.run();
            });
        }
    });
    drop(tasks);
}
