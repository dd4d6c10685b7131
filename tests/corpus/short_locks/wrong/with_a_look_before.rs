//! A thread looks whether the list is empty, gives the lock back, and then takes a task. Another
//! thread can take the last one in between, and then there is none to unwrap.
//!
//! Finding: fails

use std::thread;

use common::{Task, start, tasks};
use parking_lot::Mutex;

fn main() {
    start();
    let list: Mutex<Vec<Task>> = Mutex::new(tasks().into_iter().collect());
    let is_empty = || list.lock().is_empty();
    thread::scope(|scope| {
        for _ in 0..3 {
            scope.spawn(|| {
                while !is_empty() {
                    let task = list.lock().pop().unwrap();
                    task.run();
                }
            });
        }
    });
    println!("{} tasks left", list.into_inner().len());
}
