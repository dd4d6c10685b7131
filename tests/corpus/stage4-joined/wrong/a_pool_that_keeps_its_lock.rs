//! Has a pool of three threads. But a guard made in the head of a `while let` lives to the end of
//! the body, so that a thread locks the queue for as long as it works.
//!
//! Finding: serial

use std::{sync::mpsc, thread};

use common::{start, worker};
use parking_lot::Mutex;

fn main() {
    start();
    let (sender, receiver) = mpsc::channel();
    for task in ["sort data", "parse files", "generate output"] {
        sender.send(task).unwrap();
    }
    drop(sender);
    let queue = Mutex::new(receiver);
    thread::scope(|scope| {
        for _ in 0..3 {
            scope.spawn(|| {
                while let Ok(task) = queue.lock().recv() {
                    worker(task);
                }
            });
        }
    });
}
