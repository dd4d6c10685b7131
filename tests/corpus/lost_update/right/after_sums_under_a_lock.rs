//! Before its task, each thread adds 10,000 numbers to a sum under a lock. That looks endless
//! until it ends.
//!
//! Finding: joined

use std::{sync::Mutex, thread};

use common::{start, tasks};

fn main() {
    start();
    let sum = Mutex::new(0u64);
    let done = Mutex::new(0);
    thread::scope(|s| {
        for task in tasks() {
            let (sum, done) = (&sum, &done);
            s.spawn(move || {
                for n in 0..10_000 {
                    *sum.lock().unwrap() += n;
                }
                task.run();
                *done.lock().unwrap() += 1;
            });
        }
    });
    println!("tasks done: {}", done.into_inner().unwrap());
}
