//! Has the next task in a variable, which is set before the loop and at the end of each round.
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
                let mut next = list.lock().next();
                while let Some(task) = next {
                    task.run();
                    next = list.lock().next();
                }
            });
        }
    });
    println!("{} tasks left", list.into_inner().len());
}
