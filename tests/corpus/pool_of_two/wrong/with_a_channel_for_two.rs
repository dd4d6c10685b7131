//! Takes the capacity of a channel for a limit. The channel holds two tasks, but each task that is
//! taken out of it starts at once.
//!
//! Finding: too-many-at-once

use std::{sync::mpsc, thread};

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
    let (sender, receiver) = mpsc::sync_channel(2);
    thread::scope(|scope| {
        scope.spawn(move || {
            for task in TASKS {
                sender.send(task).unwrap();
            }
        });
        for task in receiver {
            scope.spawn(move || worker(task));
        }
    });
    println!("All done");
}
