//! Sends the message before the work, and listens for three messages.
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
            task.run();
        });
    }
    let count = messages.iter().take(3).count();
    println!("{count} messages");
}
