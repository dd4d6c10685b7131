//! Drops the guard by hand, after the work.
//!
//! Finding: serial

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
                    let Some(task) = guard.next() else { break };
                    task.run();
                    drop(guard);
                }
            });
        }
    });
    println!("{} tasks left", list.into_inner().len());
}
