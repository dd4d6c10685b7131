//! Lends the tasks to the threads of a scope, and then drops the list. Main never prints the tasks.
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
