//! Drops the sender behind the loop over the messages, which does not end before.
//!
//! Finding: hangs

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
    let count = messages.iter().count();
    drop(sender);
    println!("{count} messages");
}
