//! Takes the tasks out in a closure, with a mutex of the standard library.
//!
//! Finding: joined

use std::{sync::Mutex, thread};

use common::{start, tasks};

fn main() {
    start();
    let list = Mutex::new(tasks().into_iter());
    let next = || list.lock().expect("no thread panics").next();
    thread::scope(|scope| {
        for _ in 0..3 {
            scope.spawn(|| {
                while let Some(task) = next() {
                    task.run();
                }
            });
        }
    });
    let left = list.into_inner().expect("no thread panics");
    println!("{} tasks left", left.len());
}
