//! Moves the list into a thread that lends the tasks to others, and gives it back as what it
//! returns.
//!
//! Finding: joined

use std::thread;

use common::{Tasks, start, tasks};

fn main() {
    start();
    let tasks = tasks();
    let all = thread::spawn(move || run_all(tasks));
    let tasks = all.join().expect("no worker panics");
    tasks.finish();
}

fn run_all(tasks: Tasks) -> Tasks {
    thread::scope(|scope| {
        for task in &tasks {
            scope.spawn(|| task.run());
        }
    });
    tasks
}
