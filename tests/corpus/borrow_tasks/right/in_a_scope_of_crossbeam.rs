//! Spawns the threads in a scope of crossbeam, which was there before that of the standard library.
//!
//! Finding: joined

use common::{start, tasks};
use crossbeam_utils::thread;

fn main() {
    start();
    let tasks = tasks();
    thread::scope(|scope| {
        for task in &tasks {
            scope.spawn(move |_| task.run());
        }
    })
    .expect("no worker panics");
    tasks.finish();
}
