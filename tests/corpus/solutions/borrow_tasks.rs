//! What changed: the threads are spawned in a scope. A thread of `thread::spawn` may live for ever, as far
//! as the compiler can tell, and may borrow nothing that does not. Scoped threads end before
//! their scope does. So they may borrow all that outlives the scope. After it, main owns the list.
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
