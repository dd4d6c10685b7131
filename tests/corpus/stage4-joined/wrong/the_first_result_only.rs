//! Takes one message from the channel, where three will come.
//!
//! Finding: forgets-some

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
    receiver.recv().unwrap();
}
