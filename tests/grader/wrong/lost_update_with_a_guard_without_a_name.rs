//! Binds the guard to `_`, so the lock is given back at once.
//!
//! Finding: wrong-output
//! Graded as: lost_update

#![allow(let_underscore_lock)]

use std::thread;

use common::{Counter, Worker, start};
use parking_lot::Mutex;

fn main() {
    start();
    let done = (Counter::new(), Mutex::new(()));
    thread::scope(|scope| {
        for task in ["sort data", "parse files", "generate output"] {
            let done = &done;
            scope.spawn(move || work(task, done));
        }
    });
    println!("{} tasks done", done.0.into_inner());
}

/// Does `task`, and counts it.
fn work(task: &str, done: &(Counter, Mutex<()>)) {
    let (done, lock) = done;
    let mut worker = Worker::new(task);
    worker.step();
    let _ = lock.lock();
    let before = done.load(&mut worker);
    done.store(&mut worker, before + 1);
}
