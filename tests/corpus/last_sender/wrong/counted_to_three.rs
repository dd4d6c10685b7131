//! Takes three messages, for there are three tasks when nothing else is said: with more, it leaves
//! too early.
//!
//! Finding: forgets-some

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
    let count = messages.iter().take(3).count();
    println!("{count} messages");
}
