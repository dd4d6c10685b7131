//! Waits until the last sender of a channel is gone. No thread sends anything.
//!
//! Finding: joined

use std::{sync::mpsc, thread};

use common::{start, worker};

fn main() {
    start();
    let (sender, receiver) = mpsc::channel::<()>();
    for task in ["sort data", "parse files", "generate output"] {
        let sender = sender.clone();
        thread::spawn(move || {
            worker(task);
            drop(sender);
        });
    }
    drop(sender);
    assert!(receiver.recv().is_err());
}
