//! Takes a channel with two places for the permits: a thread puts something in before its work, and
//! takes something out after it.
//!
//! Finding: joined

use std::{
    sync::{Mutex, mpsc},
    thread,
};

use common::{start, worker};

const TASKS: [&str; 6] = [
    "sort data",
    "parse files",
    "generate output",
    "read mail",
    "send mail",
    "clean up",
];

fn main() {
    start();
    let (enter, leave) = mpsc::sync_channel(2);
    let leave = &Mutex::new(leave);
    thread::scope(|scope| {
        for task in TASKS {
            let enter = enter.clone();
            scope.spawn(move || {
                enter.send(()).unwrap();
                worker(task);
                leave.lock().unwrap().recv().unwrap();
            });
        }
    });
    println!("All done");
}
