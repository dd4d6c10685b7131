//! Takes the task in a block in the head of the loop, where the guard has a name, and is dropped at
//! the end of the block.
//!
//! Finding: joined

use std::thread;

use common::{start, tasks};
use parking_lot::Mutex;

fn main() {
    start();
    let list = Mutex::new(tasks().into_iter());
    thread::scope(|scope| {
        for _ in 0..3 {
            scope.spawn(|| {
                while let Some(task) = {
                    let mut guard = list.lock();
                    guard.next()
                } {
                    task.run();
                }
            });
        }
    });
    println!("{} tasks left", list.into_inner().len());
}
