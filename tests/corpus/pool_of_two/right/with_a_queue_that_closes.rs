//! Has two threads that take tasks from a channel, until main has sent the last and dropped its
//! sender.
//!
//! Finding: joined

use std::{sync::mpsc, thread};

use common::{start, worker};
use parking_lot::Mutex;

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
    let (sender, receiver) = mpsc::sync_channel(0);
    let queue = Mutex::new(receiver);
    let next = || queue.lock().recv();
    thread::scope(|scope| {
        for _ in 0..2 {
            scope.spawn(|| {
                while let Ok(task) = next() {
                    worker(task);
                }
            });
        }
        for task in TASKS {
            sender.send(task).expect("a worker listens");
        }
        drop(sender);
    });
    println!("All done");
}
