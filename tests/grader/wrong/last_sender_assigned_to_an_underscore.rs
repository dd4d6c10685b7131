//! Assigns main's sender to `_`, which is not a name and takes nothing: the sender stays where it is.
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
    let _ = sender;
    let count = messages.iter().count();
    println!("{count} messages");
}
