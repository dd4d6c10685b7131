//! Gives each thread its task for good, and then wants to finish a list that is no longer there.
//!
//! Finding: does-not-build

use std::thread;

use common::{start, tasks};

fn main() {
    start();
    let tasks = tasks();
    thread::scope(|scope| {
        for task in tasks {
            scope.spawn(move || task.run());
        }
    });
    tasks.finish();
}
