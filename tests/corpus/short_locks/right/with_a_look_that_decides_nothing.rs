//! Looks whether the list is empty, and then takes a task, if there still is one: the look may be
//! wrong, and the take is not.
//!
//! Finding: joined

use std::{sync::Mutex, thread};

use common::{start, tasks};

fn main() {
    start();
    let list = Mutex::new(tasks().into_iter());
    let is_empty = || list.lock().unwrap().len() == 0;
    let next = || list.lock().unwrap().next();
    thread::scope(|scope| {
        for _ in 0..3 {
            scope.spawn(|| {
                while !is_empty() {
                    if let Some(task) = next() {
                        task.run();
                    }
                }
            });
        }
    });
    println!("{} tasks left", list.into_inner().unwrap().len());
}
