//! The guard has a name, and is dropped before the work.
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
                    let mut guard = list.lock();
                    let next = guard.next();
                    drop(guard);
                    let Some(task) = next else { break };
                    task.run();
                }
            });
        }
    });
    println!("{} tasks left", list.into_inner().len());
}
