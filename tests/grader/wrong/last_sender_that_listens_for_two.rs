//! Listens for two messages where three will come.
//!
//! Finding: forgets-some
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
    let count = messages.iter().take(2).count();
    println!("{} messages", count + 1);
}
