//! Shares the list between the threads by an `Arc`, out of which main takes it when all have ended.
//!
//! Finding: joined

use std::{sync::Arc, thread};

use common::{start, tasks};

fn main() {
    start();
    let tasks = Arc::new(tasks());
    let count = (&*tasks).into_iter().count();
    let mut handles = Vec::new();
    for place in 0..count {
        let tasks = Arc::clone(&tasks);
        handles.push(thread::spawn(move || {
            let task = (&*tasks).into_iter().nth(place).expect("it is one of them");
            task.run();
        }));
    }
    for handle in handles {
        handle.join().expect("the worker does not panic");
    }
    let tasks = Arc::into_inner(tasks).expect("all others are gone");
    tasks.finish();
}
