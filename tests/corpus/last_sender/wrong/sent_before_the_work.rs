//! Sends the message first and works then. Main ends when it has all messages, but no worker has
//! finished.
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
            sender.send("done").expect("main listens");
            drop(sender);
            task.run();
        });
    }
    drop(sender);
    let count = messages.iter().count();
    println!("{count} messages");
}
