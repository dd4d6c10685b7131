//! Moves the messages to a thread that counts them, and does not join it.
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
            worker(task);
            sender.send(task).expect("main listens");
        });
    }
    drop(sender);
    thread::spawn(move || {
        let count = messages.iter().count();
        println!("{count} messages");
    });
}
