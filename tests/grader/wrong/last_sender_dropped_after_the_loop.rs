//! Drops the sender behind the loop over the messages, which does not end before.
//!
//! Finding: hangs
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
    let count = messages.iter().count();
    drop(sender);
    println!("{count} messages");
}
