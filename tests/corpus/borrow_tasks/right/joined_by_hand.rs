//! Keeps the handles of the scope's threads and joins them inside it, before it would do so itself.
//!
//! Finding: joined

use std::thread;

use common::{start, tasks};

fn main() {
    start();
    let tasks = tasks();
    thread::scope(|scope| {
        let mut handles = Vec::new();
        for task in &tasks {
            handles.push(scope.spawn(|| task.run()));
        }
        for handle in handles {
            handle.join().expect("the worker does not panic");
        }
    });
    tasks.finish();
}
