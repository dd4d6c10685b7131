//! Receives until all senders are gone, and keeps one itself.
//!
//! Finding: hangs

use std::{sync::mpsc, thread};

use common::{start, worker};

fn main() {
    start();
    let (sender, receiver) = mpsc::channel();
    for task in ["sort data", "parse files", "generate output"] {
        let sender = sender.clone();
        thread::spawn(move || {
            worker(task);
            sender.send(task).unwrap();
        });
    }
    for task in receiver {
        assert!(!task.is_empty());
    }
}
