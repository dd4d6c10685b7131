//! One lock is held from the load to the store, and not during the work.
//!
//! Finding: joined
//! Graded as: lost_update

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
    let _guard = lock.lock();
    let before = done.load(&mut worker);
    done.store(&mut worker, before + 1);
}
