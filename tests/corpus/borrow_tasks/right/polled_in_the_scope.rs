//! Lends the tasks to the threads of a scope, and asks each handle whether its thread has finished
//! before it goes on.
//!
//! Finding: joined

use std::{thread, time::Duration};

use common::{start, tasks};

fn main() {
    start();
    let tasks = tasks();
    thread::scope(|scope| {
        let mut handles = Vec::new();
        for task in &tasks {
            handles.push(scope.spawn(|| task.run()));
        }
        while !handles.iter().all(|handle| handle.is_finished()) {
            thread::sleep(Duration::from_millis(5));
        }
    });
    tasks.finish();
}
