//! Keeps all senders in a list, from which each thread clones its own.
//!
//! Finding: hangs
//! Graded as: last_sender

use std::{sync::mpsc, thread};

use common::{start, worker};

fn main() {
    start();
    let (sender, messages) = mpsc::channel();
    let senders = vec![sender; 3];
    let mut next = senders.iter();
    for task in ["sort data", "parse files", "generate output"] {
        let sender = next.next().expect("there are three").clone();
        thread::spawn(move || {
            worker(task);
            sender.send(task).expect("main listens");
        });
    }
    let count = messages.iter().count();
    println!("{count} messages");
}
