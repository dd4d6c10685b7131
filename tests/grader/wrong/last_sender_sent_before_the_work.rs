//! Sends the message first and works then, so that main ends when all have said that they are done and
//! nobody is.
//!
//! Finding: no-wait
//! Graded as: last_sender

use std::{sync::mpsc, thread};

use common::{start, worker};

fn main() {
    start();
    let (sender, messages) = mpsc::channel();
    for task in ["sort data", "parse files", "generate output"] {
        let sender = sender.clone();
        thread::spawn(move || {
            sender.send(task).expect("main listens");
            drop(sender);
            worker(task);
        });
    }
    drop(sender);
    let count = messages.iter().count();
    println!("{count} messages");
}
