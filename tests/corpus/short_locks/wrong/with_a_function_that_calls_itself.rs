//! Calls itself for the next task, in the body of an `if let` whose head still holds the lock.
//!
//! Finding: hangs

use std::{thread, vec};

use common::{Task, start, tasks};
use parking_lot::Mutex;

fn main() {
    start();
    let list = Mutex::new(tasks().into_iter());
    thread::scope(|scope| {
        for _ in 0..3 {
            scope.spawn(|| work(&list));
        }
    });
    println!("{} tasks left", list.into_inner().len());
}

/// Does the next task, and those after it.
fn work(list: &Mutex<vec::IntoIter<Task>>) {
    if let Some(task) = list.lock().next() {
        task.run();
        work(list);
    }
}
