//! Drops the sender that main made, and keeps another clone of it, for later.
//!
//! Finding: hangs

use std::{sync::mpsc, thread};

use common::{start, tasks};

fn main() {
    start();
    let (sender, messages) = mpsc::channel();
    let spare = sender.clone();
    for task in tasks() {
        let sender = sender.clone();
        thread::spawn(move || {
            let result = task.run();
            sender.send(result).expect("main listens");
        });
    }
    drop(sender);
    let count = messages.iter().count();
    drop(spare);
    println!("{count} messages");
}
