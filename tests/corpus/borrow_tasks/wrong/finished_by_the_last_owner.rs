//! Shares the list by an `Arc`, and the last owner finishes it. A thread looks whether it is the
//! last one, and drops its share afterwards: two threads can take each other for the last one.
//!
//! Finding: wrong-output

use std::{sync::Arc, thread};

use common::{Task, start, tasks};

fn main() {
    start();
    let tasks = Arc::new(tasks());
    let places = (&*tasks).into_iter().count();
    let handles: Vec<_> = (0..places)
        .map(|place| {
            let tasks = Arc::clone(&tasks);
            thread::spawn(move || {
                task_at(&tasks, place).run();
                // If another thread has it too, that one is going to finish it.
                if Arc::strong_count(&tasks) == 1 {
                    Arc::into_inner(tasks).expect("it is the last").finish();
                }
            })
        })
        .collect();
    drop(tasks);
    for handle in handles {
        handle.join().expect("the worker does not panic");
    }
}

fn task_at(tasks: &common::Tasks, place: usize) -> &Task {
    tasks.into_iter().nth(place).expect("there is one")
}
