//! Has a channel for a list: each thread takes the next task out, and a lock is held only for that.
//!
//! Finding: joined
//! Graded as: short_locks

use std::{
    sync::{Mutex, mpsc},
    thread,
};

use common::{start, worker};

fn main() {
    start();
    let (sender, tasks) = mpsc::channel();
    for task in ["sort data", "parse files", "generate output"] {
        sender.send(task).expect("the tasks are not dropped");
    }
    drop(sender);
    let tasks = Mutex::new(tasks);
    let next = || tasks.lock().expect("nobody panics").recv();
    thread::scope(|scope| {
        for _ in 0..3 {
            scope.spawn(|| {
                while let Ok(task) = next() {
                    worker(task);
                }
            });
        }
    });
    let left = tasks.into_inner().expect("nobody panics");
    println!("{} tasks left", left.into_iter().count());
}
