//! Main counts each task when it starts the thread, and so before any work is done.
//!
//! Not seen: the number is right, and the check does not know where it comes from.
//!
//! Finding: joined

use std::thread;

use common::{start, tasks};

fn main() {
    start();
    let mut done = 0;
    thread::scope(|scope| {
        for task in tasks() {
            scope.spawn(move || task.run());
            done += 1;
        }
    });
    println!("tasks done: {done}");
}
