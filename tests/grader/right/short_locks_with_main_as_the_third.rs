//! Starts two threads, and main is the third who takes tasks.
//!
//! Finding: joined
//! Graded as: short_locks

use std::thread;

use common::{start, worker};
use parking_lot::Mutex;

fn main() {
    start();
    let tasks = Mutex::new(vec!["generate output", "parse files", "sort data"]);
    let work = || {
        loop {
            let next = tasks.lock().pop();
            match next {
                Some(task) => worker(task),
                None => break,
            }
        }
    };
    thread::scope(|scope| {
        scope.spawn(work);
        scope.spawn(work);
        work();
    });
    println!("{} tasks left", tasks.into_inner().len());
}
