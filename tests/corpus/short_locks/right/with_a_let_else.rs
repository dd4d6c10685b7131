//! Takes the task in a `let` with an `else`: the guard, which has no name, is gone at the
//! semicolon.
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
                    let Some(task) = list.lock().next() else {
                        break;
                    };
                    task.run();
                }
            });
        }
    });
    println!("{} tasks left", list.into_inner().len());
}
