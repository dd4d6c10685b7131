//! Counts its threads, and takes as many messages: then it does not matter who could send another.
//!
//! Finding: joined

use std::{sync::mpsc, thread};

use common::{start, tasks};

fn main() {
    start();
    let (sender, messages) = mpsc::channel();
    let mut threads = 0;
    for task in tasks() {
        let sender = sender.clone();
        thread::spawn(move || {
            let result = task.run();
            sender.send(result).expect("main listens");
        });
        threads += 1;
    }
    let count = messages.iter().take(threads).count();
    println!("{count} messages");
}
