//! Counts under a lock, and works when it is given back: all three work at the same time, though they
//! cannot begin together.
//!
//! Finding: joined
//! Graded as: lost_update

use std::thread;

use common::{Counter, Worker, start};
use parking_lot::Mutex;

fn main() {
    start();
    let done = Counter::new();
    let lock = Mutex::new(());
    thread::scope(|scope| {
        for task in ["sort data", "parse files", "generate output"] {
            let (done, lock) = (&done, &lock);
            scope.spawn(move || work(task, done, lock));
        }
    });
    println!("{} tasks done", done.into_inner());
}

/// Counts `task`, and does it.
fn work(task: &str, done: &Counter, lock: &Mutex<()>) {
    let mut worker = Worker::new(task);
    let guard = lock.lock();
    let before = done.load(&mut worker);
    done.store(&mut worker, before + 1);
    drop(guard);
    worker.step();
}
