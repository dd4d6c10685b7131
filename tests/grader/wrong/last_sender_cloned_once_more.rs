//! Drops the sender that main made, and keeps another clone of it, for later.
//!
//! Finding: hangs
//! Graded as: last_sender

use std::{sync::mpsc, thread};

use common::{start, worker};

fn main() {
    start();
    let (sender, messages) = mpsc::channel();
    let spare = sender.clone();
    for task in ["sort data", "parse files", "generate output"] {
        let sender = sender.clone();
        thread::spawn(move || {
            worker(task);
            sender.send(task).expect("main listens");
        });
    }
    drop(sender);
    let count = messages.iter().count();
    drop(spare);
    println!("{count} messages");
}
