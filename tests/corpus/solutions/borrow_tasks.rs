//! What changed: the threads are spawned in a scope. A thread of `thread::spawn` may live for ever, as far
//! as the compiler can tell, and may borrow nothing that does not; those of a scope have ended when it has,
//! so they may borrow whatever lives longer than the scope. After it, the list is main's again.
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
