//! A thread of its own counts the messages, and main drops its sender before it joins that.
//!
//! Finding: joined

use std::{sync::mpsc, thread};

use common::{start, tasks};

fn main() {
    start();
    let (sender, messages) = mpsc::channel();
    let listener = thread::spawn(move || messages.into_iter().count());
    for task in tasks() {
        let sender = sender.clone();
        thread::spawn(move || {
            let result = task.run();
            sender.send(result).expect("the listener listens");
        });
    }
    drop(sender);
    let count = listener.join().expect("the listener does not panic");
    println!("{count} messages");
}
