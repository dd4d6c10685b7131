//! Takes the messages that are there by now, and does not wait for any.
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
    let count = messages.try_iter().count();
    println!("{count} messages");
}
