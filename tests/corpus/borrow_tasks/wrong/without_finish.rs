//! Lends the tasks to the threads of a scope, and does not finish the list when it is back.
//!
//! Finding: wrong-output

use std::thread;

use common::{start, tasks};

fn main() {
    start();
    let tasks = tasks();
    thread::scope(|scope| {
        for task in &tasks {
            scope.spawn(|| task.run());
        }
    });
}
