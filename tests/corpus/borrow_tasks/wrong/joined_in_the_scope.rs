//! Joins each thread of the scope right after its start, and the scope would have done it later.
//!
//! Finding: serial

use std::thread;

use common::{start, tasks};

fn main() {
    start();
    let tasks = tasks();
    thread::scope(|scope| {
        for task in &tasks {
            let handle = scope.spawn(|| task.run());
            handle.join().expect("the worker does not panic");
        }
    });
    tasks.finish();
}
