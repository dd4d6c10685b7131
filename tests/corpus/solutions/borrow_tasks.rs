//! What changed: the threads are spawned in a scope. For the compiler, a thread of `thread::spawn`
//! may live for ever, so it may borrow nothing from main. Threads of a scope end before the scope
//! does, so they may borrow everything that outlives the scope. After the scope, main owns the list
//! again.
//!
//! Finding: joined

use std::thread;

use common::{start, tasks};

fn main() {
    start();
    let tasks = tasks();
    thread::scope(|scope| {
        for task in &tasks {
            scope.spawn(|| task.run());
        }
    });
    tasks.finish();
}
