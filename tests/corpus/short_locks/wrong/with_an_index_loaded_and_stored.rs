//! Needs no lock, it says: an atomic number tells which task is next. But it is loaded and then
//! stored, so two threads can load the same number and do the same task.
//!
//! Finding: wrong-output

use std::{
    sync::atomic::{AtomicUsize, Ordering::SeqCst},
    thread,
};

use common::{Task, start, tasks};

fn main() {
    start();
    let list: Vec<Task> = tasks().into_iter().collect();
    let next = AtomicUsize::new(0);
    thread::scope(|scope| {
        for _ in 0..3 {
            scope.spawn(|| {
                while let Some(task) = list.get(next.load(SeqCst)) {
                    next.store(next.load(SeqCst) + 1, SeqCst);
                    task.run();
                }
            });
        }
    });
    let left = list.len().saturating_sub(next.into_inner());
    println!("{left} tasks left");
}
