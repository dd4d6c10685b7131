//! Looks how many tasks are left while the workers are still at work.
//!
//! Finding: wrong-output

use std::thread;

use common::{start, tasks};
use parking_lot::Mutex;

fn main() {
    start();
    let list = Mutex::new(tasks().into_iter());
    let next = || list.lock().next();
    thread::scope(|scope| {
        for _ in 0..3 {
            scope.spawn(|| {
                while let Some(task) = next() {
                    task.run();
                }
            });
        }
        println!("{} tasks left", list.lock().len());
    });
}
