//! Lets each of the three threads take one task, and no other when that is done: there is no loop.
//!
//! Finding: wrong-output

use std::thread;

use common::{start, tasks};
use parking_lot::Mutex;

fn main() {
    start();
    let list = Mutex::new(tasks().into_iter());
    thread::scope(|scope| {
        for _ in 0..3 {
            scope.spawn(|| {
                let next = list.lock().next();
                if let Some(task) = next {
                    task.run();
                }
            });
        }
    });
    println!("{} tasks left", list.into_inner().len());
}
