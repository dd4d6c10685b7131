//! Holds the lock over the last two steps of the work, although only the count needs it.
//!
//! Finding: partly-serial

use std::{sync::Mutex, thread};

use common::{Task, start, tasks};

fn main() {
    start();
    let done = Mutex::new(0);
    thread::scope(|scope| {
        for task in tasks() {
            let done = &done;
            scope.spawn(move || work(&task, done));
        }
    });
    println!("tasks done: {}", done.into_inner().unwrap());
}

fn work(task: &Task, done: &Mutex<u32>) {
    let mut worker = task.worker();
    worker.step();
    let mut done = done.lock().unwrap();
    worker.step();
    worker.step();
    *done += 1;
}
