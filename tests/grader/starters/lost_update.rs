//! Three workers, each of which counts the task that it has done. In the end there should be three.
//!
//! Run it some times with `cargo workshop run lost_update`. The counter is a `common::Counter`: an atomic
//! number in slow motion, each access to which is one of the worker's three steps. Whatever the order of the
//! steps, the count should be right, and the three should still do their work side by side. (The check can
//! put others between two steps, and nowhere else. So let it be a `Counter` that counts.)
//!
//! Finding: wrong-output

use std::thread;

use common::{Counter, Worker, start};

fn main() {
    start();
    let done = Counter::new();
    thread::scope(|scope| {
        for task in ["sort data", "parse files", "generate output"] {
            let done = &done;
            scope.spawn(move || work(task, done));
        }
    });
    println!("{} tasks done", done.into_inner());
}

/// Does `task`, and counts it.
fn work(task: &str, done: &Counter) {
    let mut worker = Worker::new(task);
    let before = done.load(&mut worker);
    // TODO: is it still so many after the work?
    worker.step();
    done.store(&mut worker, before + 1);
}
