//! Drops a sender, but a new one that it clones for that: main's own is still there.
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
    drop(sender.clone());
    let count = messages.iter().count();
    println!("{count} messages");
}
