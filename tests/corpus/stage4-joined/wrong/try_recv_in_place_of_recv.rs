//! Asks the channel for what is there now, and takes "nothing yet" for the end.
//!
//! Finding: no-wait

use std::{sync::mpsc, thread};

use common::{start, worker};

fn main() {
    start();
    let (sender, receiver) = mpsc::channel();
    for task in ["sort data", "parse files", "generate output"] {
        let sender = sender.clone();
        thread::spawn(move || {
            worker(task);
            let _ = sender.send(task);
        });
    }
    while receiver.try_recv().is_ok() {}
}
