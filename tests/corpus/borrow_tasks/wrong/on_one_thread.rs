//! Spawns one thread that does all tasks, where the loop should be around the spawn.
//!
//! Finding: serial

use std::thread;

use common::{start, tasks};

fn main() {
    start();
    let tasks = tasks();
    thread::scope(|scope| {
        scope.spawn(|| {
            for task in &tasks {
                task.run();
            }
        });
    });
    tasks.finish();
}
