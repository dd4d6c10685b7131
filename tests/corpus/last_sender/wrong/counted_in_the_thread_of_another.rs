//! Moves the messages to a thread that counts them, and does not join it.
//!
//! Finding: no-wait

use std::{sync::mpsc, thread};

use common::{start, tasks};

fn main() {
    start();
    let (sender, messages) = mpsc::channel();
    for task in tasks() {
        let sender = sender.clone();
        thread::spawn(move || {
            let result = task.run();
            sender.send(result).expect("main listens");
        });
    }
    drop(sender);
    thread::spawn(move || {
        let count = messages.iter().count();
        println!("{count} messages");
    });
}
