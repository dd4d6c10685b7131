//! Uses `try_lock`, which never waits. One worker holds it during its work, and the others give up.
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
                while let Some(mut guard) = list.try_lock() {
                    let Some(task) = guard.next() else { break };
                    task.run();
                }
            });
        }
    });
    println!("{} tasks left", list.into_inner().len());
}
