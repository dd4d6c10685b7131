//! Opens a scope for each task, which ends when its one thread has ended.
//!
//! Finding: serial

use std::thread;

use common::{start, tasks};

fn main() {
    start();
    let tasks = tasks();
    for task in &tasks {
        thread::scope(|scope| {
            scope.spawn(|| task.run());
        });
    }
    tasks.finish();
}
