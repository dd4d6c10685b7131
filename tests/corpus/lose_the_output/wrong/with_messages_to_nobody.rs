//! Main waits for messages if one is there when it looks. Otherwise it is gone when the threads
//! send, and they panic before their work.
//!
//! Finding: wrong-output

use std::{sync::mpsc, thread};

use common::{start, worker};

fn main() {
    start();
    let (sender, receiver) = mpsc::channel();
    for task in ["fetch pages", "index words", "rank pages"] {
        let sender = sender.clone();
        thread::spawn(move || {
            sender.send("begin").unwrap();
            worker(task);
            sender.send("end").unwrap();
        });
    }
    // For each worker that has begun, wait for one that ends.
    while let Ok("begin") = receiver.try_recv() {
        while receiver.recv() != Ok("end") {}
    }
}
