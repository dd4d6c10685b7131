//! Takes the task in the head of an `if let`: the guard is held while the worker works.
//!
//! Finding: serial

use std::thread;

use common::{start, tasks};
use parking_lot::Mutex;

fn main() {
    start();
    let list = Mutex::new(tasks().into_iter());
    thread::scope(|scope| {
        for _ in 0..3 {
            scope.spawn(|| {
                loop {
                    if let Some(task) = list.lock().next() {
                        task.run();
                    } else {
                        break;
                    }
                }
            });
        }
    });
    println!("{} tasks left", list.into_inner().len());
}
