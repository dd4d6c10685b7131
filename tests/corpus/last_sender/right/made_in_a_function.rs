//! The sender lives in a function of its own, which ends before main listens.
//!
//! Finding: joined

use std::{
    sync::mpsc::{self, Receiver},
    thread,
};

use common::{start, tasks};

fn main() {
    start();
    let count = workers().iter().count();
    println!("{count} messages");
}

/// Starts the workers, and returns where their messages come.
fn workers() -> Receiver<String> {
    let (sender, messages) = mpsc::channel();
    for task in tasks() {
        let sender = sender.clone();
        thread::spawn(move || {
            let result = task.run();
            sender.send(result).expect("main listens");
        });
    }
    messages
}
