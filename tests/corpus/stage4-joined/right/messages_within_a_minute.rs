//! Waits for three messages, for a minute each, which is far longer than any of them takes.
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
        receiver.recv_timeout(Duration::from_secs(60)).unwrap();
    }
}
