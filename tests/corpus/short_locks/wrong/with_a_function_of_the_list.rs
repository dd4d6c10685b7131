//! Has a function for the next task, to which it lends the list: the guard stays in the head of the
//! loop.
//!
//! Finding: serial

use std::{thread, vec};

use common::{Task, start, tasks};
use parking_lot::Mutex;

fn main() {
    start();
    let list = Mutex::new(tasks().into_iter());
    thread::scope(|scope| {
        for _ in 0..3 {
            scope.spawn(|| {
                while let Some(task) = next(&mut list.lock()) {
                    task.run();
                }
            });
        }
    });
    println!("{} tasks left", list.into_inner().len());
}

/// The next task, if there is one left.
fn next(list: &mut vec::IntoIter<Task>) -> Option<Task> {
    list.next()
}
