//! Sends the message before the work, and listens for three.
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
            worker(task);
        });
    }
    let count = messages.iter().take(3).count();
    println!("{count} messages");
}
