//! Lends the whole list to every thread. Each thread does all tasks of it, and takes none out.
//!
//! Finding: wrong-output

use std::thread;

use common::{start, tasks};

fn main() {
    start();
    let list = tasks();
    thread::scope(|scope| {
        for _ in 0..3 {
            scope.spawn(|| {
                for task in &list {
                    task.run();
                }
            });
        }
    });
    println!("{} tasks left", list.into_iter().len());
}
