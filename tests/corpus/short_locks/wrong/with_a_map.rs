//! Runs the task inside of the expression that has locked the list, and not in the body of the
//! loop.
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
            scope.spawn(|| while list.lock().next().map(|task| task.run()).is_some() {});
        }
    });
    println!("{} tasks left", list.into_inner().len());
}
