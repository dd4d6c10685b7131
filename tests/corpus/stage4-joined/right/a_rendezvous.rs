//! Waits by a channel without room, in which each thread's message meets main.
//!
//! Finding: joined

use std::{sync::mpsc, thread};

use common::{start, worker};

fn main() {
    start();
    let (sender, receiver) = mpsc::sync_channel(0);
    for task in ["sort data", "parse files", "generate output"] {
        let sender = sender.clone();
        thread::spawn(move || {
            worker(task);
            sender.send(task).unwrap();
        });
    }
    drop(sender);
    assert_eq!(receiver.iter().count(), 3);
}
