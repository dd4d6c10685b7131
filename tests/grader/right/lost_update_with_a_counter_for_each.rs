//! Gives each worker a counter of its own, and lets main add them up: no two workers share a number.
//!
//! Finding: joined
//! Graded as: lost_update

use std::{iter, thread};

use common::{Counter, Worker, start};

fn main() {
    start();
    let tasks = ["sort data", "parse files", "generate output"];
    let counters = [const { Counter::new() }; 3];
    thread::scope(|scope| {
        for (task, done) in iter::zip(tasks, &counters) {
            scope.spawn(move || work(task, done));
        }
    });
    let done: u32 = counters.map(Counter::into_inner).iter().sum();
    println!("{done} tasks done");
}

/// Does `task`, and counts it.
fn work(task: &str, done: &Counter) {
    let mut worker = Worker::new(task);
    worker.step();
    let before = done.load(&mut worker);
    done.store(&mut worker, before + 1);
}
