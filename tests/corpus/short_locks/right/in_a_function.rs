//! A function takes the task, and gives the lock back when it returns.
//!
//! Finding: joined

use std::{thread, vec};

use common::{Task, start, tasks};
use parking_lot::Mutex;

fn main() {
    start();
    let list = Mutex::new(tasks().into_iter());
    thread::scope(|scope| {
        for _ in 0..3 {
            scope.spawn(|| {
                while let Some(task) = take(&list) {
                    task.run();
                }
            });
        }
    });
    println!("{} tasks left", list.into_inner().len());
}

/// The next task, if there is one left.
fn take(list: &Mutex<vec::IntoIter<Task>>) -> Option<Task> {
    list.lock().next()
}
