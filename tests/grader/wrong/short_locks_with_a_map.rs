//! Calls the worker inside of the expression that has locked the list, and not in the body of the loop.
//!
//! Finding: serial
//! Graded as: short_locks

use std::thread;

use common::{start, worker};
use parking_lot::Mutex;

fn main() {
    start();
    let tasks = Mutex::new(vec!["generate output", "parse files", "sort data"]);
    thread::scope(|scope| {
        for _ in 0..3 {
            scope.spawn(|| while tasks.lock().pop().map(worker).is_some() {});
        }
    });
    println!("{} tasks left", tasks.into_inner().len());
}
