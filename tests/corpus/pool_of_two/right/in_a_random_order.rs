//! Shuffles the tasks, and has two threads that take them from a channel without room.
//!
//! Finding: joined

use std::{
    sync::{Mutex, mpsc},
    thread,
};

use common::{start, worker};
use rand::seq::SliceRandom;

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
    let mut tasks = TASKS;
    tasks.shuffle(&mut rand::rng());
    let (sender, receiver) = mpsc::sync_channel(0);
    let receiver = Mutex::new(receiver);
    let next = || receiver.lock().unwrap().recv();
    thread::scope(|scope| {
        for _ in 0..2 {
            scope.spawn(|| {
                while let Ok(task) = next() {
                    worker(task);
                }
            });
        }
        for task in tasks {
            sender.send(task).unwrap();
        }
        drop(sender);
    });
    println!("All done");
}
