//! Starts one thread less than the machine has processors: on a machine with two, one at a time works.
//!
//! Finding: serial

use std::thread;

use common::{start, tasks};
use parking_lot::Mutex;

fn main() {
    start();
    let list = Mutex::new(tasks().into_iter());
    let next = || list.lock().next();
    let processors = thread::available_parallelism().map_or(4, |count| count.get());
    thread::scope(|scope| {
        for _ in 1..processors {
            scope.spawn(|| {
                while let Some(task) = next() {
                    task.run();
                }
            });
        }
    });
    println!("{} tasks left", list.into_inner().len());
}
