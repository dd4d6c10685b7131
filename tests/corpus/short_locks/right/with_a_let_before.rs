//! The task is taken in a `let` of its own, whose guard is gone at its semicolon.
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
                loop {
                    let next = list.lock().next();
                    let Some(task) = next else { break };
                    task.run();
                }
            });
        }
    });
    println!("{} tasks left", list.into_inner().len());
}
