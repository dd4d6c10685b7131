//! Shares the list under a lock, which each thread holds while it works on its task.
//!
//! Finding: serial

use std::{
    sync::{Arc, Mutex},
    thread,
};

use common::{start, tasks};

fn main() {
    start();
    let tasks = tasks();
    let count = (&tasks).into_iter().count();
    let tasks = Arc::new(Mutex::new(tasks));
    let mut handles = Vec::new();
    for place in 0..count {
        let tasks = Arc::clone(&tasks);
        handles.push(thread::spawn(move || {
            let tasks = tasks.lock().unwrap();
            let task = (&*tasks).into_iter().nth(place).unwrap();
            task.run();
        }));
    }
    for handle in handles {
        handle.join().expect("the worker does not panic");
    }
    let tasks = Arc::into_inner(tasks).expect("all others are gone");
    tasks.into_inner().unwrap().finish();
}
