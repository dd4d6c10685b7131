//! Starts two threads, and main is the third who takes tasks.
//!
//! Finding: joined

use std::thread;

use common::{start, tasks};
use parking_lot::Mutex;

fn main() {
    start();
    let list = Mutex::new(tasks().into_iter());
    let work = || {
        loop {
            let next = list.lock().next();
            match next {
                Some(task) => drop(task.run()),
                None => break,
            }
        }
    };
    thread::scope(|scope| {
        scope.spawn(work);
        scope.spawn(work);
        work();
    });
    println!("{} tasks left", list.into_inner().len());
}
