//! Shares the list by an `Arc`, which `Arc::into_inner` gives to the last owner and to no other:
//! that thread finishes it.
//!
//! Finding: joined

use std::{sync::Arc, thread};

use common::{Tasks, start, tasks};

fn main() {
    start();
    let tasks = Arc::new(tasks());
    let places = (&*tasks).into_iter().count();
    let handles: Vec<_> = (0..places)
        .map(|place| {
            let tasks = Arc::clone(&tasks);
            thread::spawn(move || work(tasks, place))
        })
        .collect();
    finish_if_last(tasks);
    for handle in handles {
        handle.join().expect("the worker does not panic");
    }
}

/// Does the task at `place`, and finishes the list if no other thread owns it.
fn work(tasks: Arc<Tasks>, place: usize) {
    let task = (&*tasks).into_iter().nth(place);
    task.expect("there is one").run();
    finish_if_last(tasks);
}

fn finish_if_last(tasks: Arc<Tasks>) {
    if let Some(tasks) = Arc::into_inner(tasks) {
        tasks.finish();
    }
}
