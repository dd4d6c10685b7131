//! Has a scope in place of the wait group that was asked for. It waits as it should, and the lesson
//! is missed.
//!
//! Finding: unseen

use std::thread;

use common::{start, tasks};

fn main() {
    start();
    thread::scope(|scope| {
        for task in tasks() {
            scope.spawn(move || task.run());
        }
    });
    println!("All done");
}
