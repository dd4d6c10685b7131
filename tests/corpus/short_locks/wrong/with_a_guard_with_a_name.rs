//! Gives the guard a name, and so holds it until the end of the round.
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
                    let Some(task) = guard.next() else {
                        break;
                    };
                    task.run();
                }
            });
        }
    });
    println!("{} tasks left", list.into_inner().len());
}
