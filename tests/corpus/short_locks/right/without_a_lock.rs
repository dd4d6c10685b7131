//! Has no lock: the list never changes, and an atomic number is the index of the next task.
//!
//! Finding: joined

use std::{
    sync::atomic::{AtomicUsize, Ordering},
    thread,
};

use common::{start, tasks};

fn main() {
    start();
    let tasks: Vec<_> = tasks().into_iter().collect();
    let next = AtomicUsize::new(0);
    thread::scope(|scope| {
        for _ in 0..3 {
            scope.spawn(|| {
                while let Some(task) = tasks.get(next.fetch_add(1, Ordering::Relaxed)) {
                    task.run();
                }
            });
        }
    });
    let left = tasks.len().saturating_sub(next.into_inner());
    println!("{left} tasks left");
}
