//! The sender lives in a function of its own, which ends before main listens.
//!
//! Finding: joined
//! Graded as: last_sender

use std::{
    sync::mpsc::{self, Receiver},
    thread,
};

use common::{start, worker};

fn main() {
    start();
    let count = workers().iter().count();
    println!("{count} messages");
}

/// Starts the workers, and returns where their messages come.
fn workers() -> Receiver<&'static str> {
    let (sender, messages) = mpsc::channel();
    for task in ["sort data", "parse files", "generate output"] {
        let sender = sender.clone();
        thread::spawn(move || {
            worker(task);
            sender.send(task).expect("main listens");
        });
    }
    messages
}
