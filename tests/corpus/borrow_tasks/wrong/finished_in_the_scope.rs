//! Finishes the list inside the scope, where the threads still borrow it.
//!
//! Finding: does-not-build

use std::thread;

use common::{start, tasks};

fn main() {
    start();
    let tasks = tasks();
    thread::scope(|scope| {
        for task in &tasks {
            scope.spawn(|| task.run());
        }
        tasks.finish();
    });
}
