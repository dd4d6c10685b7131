//! Four threads take tasks from a list. With more tasks, not each has a thread of its own.
//!
//! Finding: partly-serial

use std::{sync::Mutex, thread};

use common::{start, tasks};

fn main() {
    start();
    let tasks = tasks();
    let list = Mutex::new((&tasks).into_iter());
    let next = || list.lock().unwrap().next();
    thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| {
                while let Some(task) = next() {
                    task.run();
                }
            });
        }
    });
    tasks.finish();
}
