//! The same with a mutex of the standard library.
//!
//! Finding: joined
//! Graded as: short_locks

use std::{sync::Mutex, thread};

use common::{start, worker};

fn main() {
    start();
    let tasks = Mutex::new(vec!["generate output", "parse files", "sort data"]);
    let next = || tasks.lock().expect("nobody panics").pop();
    thread::scope(|scope| {
        for _ in 0..3 {
            scope.spawn(|| {
                while let Some(task) = next() {
                    worker(task);
                }
            });
        }
    });
    let left = tasks.into_inner().expect("nobody panics");
    println!("{} tasks left", left.len());
}
