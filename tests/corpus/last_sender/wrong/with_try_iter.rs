//! Takes the messages that are there by now, and does not wait for any.
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
    let count = messages.try_iter().count();
    println!("{count} messages");
}
