//! Gives each thread its task as stage 4 does, and does not take it from the list, which stays full.
//!
//! Finding: wrong-output
//! Graded as: short_locks

use std::thread;

use common::{start, worker};
use parking_lot::Mutex;

fn main() {
    start();
    let tasks = Mutex::new(vec!["generate output", "parse files", "sort data"]);
    thread::scope(|scope| {
        for place in 0..3 {
            let tasks = &tasks;
            scope.spawn(move || {
                let task = tasks.lock()[place];
                worker(task);
            });
        }
    });
    println!("{} tasks left", tasks.into_inner().len());
}
