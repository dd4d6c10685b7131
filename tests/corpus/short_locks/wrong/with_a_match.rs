//! Takes the task in the head of a `match`, whose guard lives until the last bracket as well.
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
                    match list.lock().next() {
                        Some(task) => drop(task.run()),
                        None => break,
                    }
                }
            });
        }
    });
    println!("{} tasks left", list.into_inner().len());
}
