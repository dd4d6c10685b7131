//! Waits for as many messages as there are workers.
//!
//! Finding: joined

use std::{sync::mpsc, thread};

use common::{start, worker};

fn main() {
    start();
    let tasks = ["sort data", "parse files", "generate output"];
    let (sender, receiver) = mpsc::channel();
    for task in tasks {
        let sender = sender.clone();
        thread::spawn(move || {
            worker(task);
            sender.send(()).unwrap();
        });
    }
    for _ in tasks {
        receiver.recv().unwrap();
    }
}
