//! Assigns main's sender to `_`, which is not a name and takes nothing: the sender stays where it
//! is.
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
    let _ = sender;
    let count = messages.iter().count();
    println!("{count} messages");
}
