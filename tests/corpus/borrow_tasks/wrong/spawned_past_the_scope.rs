//! Opens a scope and spawns by `thread::spawn` in it, whose threads the scope knows nothing of.
//!
//! Finding: does-not-build

use std::thread;

use common::{start, tasks};

fn main() {
    start();
    let tasks = tasks();
    thread::scope(|_scope| {
        for task in &tasks {
            thread::spawn(|| task.run());
        }
    });
    tasks.finish();
}
