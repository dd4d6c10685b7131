//! Makes a list of three senders, from which each thread takes one away: nobody keeps a list, or a sender.
//!
//! Finding: joined
//! Graded as: last_sender

use std::{sync::mpsc, thread};

use common::{start, worker};

fn main() {
    start();
    let (sender, messages) = mpsc::channel();
    let senders = vec![sender; 3];
    let tasks = ["sort data", "parse files", "generate output"];
    for (task, sender) in tasks.into_iter().zip(senders) {
        thread::spawn(move || {
            worker(task);
            sender.send(task).expect("main listens");
        });
    }
    let count = messages.iter().count();
    println!("{count} messages");
}
