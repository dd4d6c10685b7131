//! Locks the list once more, to tell how many are left, while the lock is held: no thread ever gets
//! it.
//!
//! Finding: hangs

use std::thread;

use common::{start, tasks};
use parking_lot::Mutex;

fn main() {
    start();
    let list = Mutex::new(tasks().into_iter());
    thread::scope(|scope| {
        for _ in 0..3 {
            scope.spawn(|| {
                while let Some(task) = list.lock().next() {
                    eprintln!("{} tasks left", list.lock().len());
                    task.run();
                }
            });
        }
    });
    println!("{} tasks left", list.into_inner().len());
}
