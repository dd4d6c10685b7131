//! Lends the tasks by a list, from which each thread takes one after another, as long as the list
//! is not empty. Between that look and the take, another thread can take the last task.
//!
//! Finding: fails

use std::{iter, thread};

use common::{start, tasks};
use parking_lot::Mutex;

fn main() {
    start();
    let tasks = tasks();
    let lent: Vec<_> = (&tasks).into_iter().collect();
    let left = Mutex::new(lent.clone());
    let is_empty = || left.lock().is_empty();
    thread::scope(|scope| {
        for _ in iter::repeat_n((), lent.len()) {
            scope.spawn(|| {
                while !is_empty() {
                    let task = left.lock().remove(0);
                    task.run();
                }
            });
        }
    });
    tasks.finish();
}
