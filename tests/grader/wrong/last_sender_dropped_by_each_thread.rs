//! Drops the clone at the end of each thread, where it would be dropped anyway, and not main's own sender.
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
            drop(sender);
        });
    }
    let count = messages.iter().count();
    println!("{count} messages");
}
