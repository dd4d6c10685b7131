//! Waits for a message of the first worker that is done, so that main does not end before anything
//! has happened.
//!
//! Finding: forgets-some

use std::{sync::mpsc, thread};

use common::{start, worker};

fn main() {
    start();
    let (sender, messages) = mpsc::channel();
    for task in ["fetch pages", "index words", "rank pages"] {
        let sender = sender.clone();
        thread::spawn(move || {
            worker(task);
            sender.send(()).expect("main listens");
        });
    }
    messages.recv().expect("a worker sends");
}
