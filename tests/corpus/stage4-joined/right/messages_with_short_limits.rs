//! Waits for three messages, each by as many tries of 20 ms as it takes.
//!
//! Finding: joined

use std::{sync::mpsc, thread, time::Duration};

use common::{start, worker};

fn main() {
    start();
    let tasks = ["sort data", "parse files", "generate output"];
    let (sender, receiver) = mpsc::channel();
    for task in tasks {
        let sender = sender.clone();
        thread::spawn(move || {
            worker(task);
            sender.send(task).unwrap();
        });
    }
    for _ in tasks {
        while receiver.recv_timeout(Duration::from_millis(20)).is_err() {}
    }
}
