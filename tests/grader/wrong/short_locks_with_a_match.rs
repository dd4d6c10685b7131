//! Takes the task in the head of a `match`, whose guard lives until the last bracket as well.
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
            scope.spawn(|| {
                loop {
                    match tasks.lock().pop() {
                        Some(task) => worker(task),
                        None => break,
                    }
                }
            });
        }
    });
    println!("{} tasks left", tasks.into_inner().len());
}
