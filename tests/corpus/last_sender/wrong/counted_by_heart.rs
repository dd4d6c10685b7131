//! Waits until the channel ends, and then says how many messages there were in the last check.
//!
//! Finding: wrong-output

use std::{sync::mpsc, thread};

use common::{start, tasks};

fn main() {
    start();
    let (sender, messages) = mpsc::channel();
    for task in tasks() {
        let sender = sender.clone();
        thread::spawn(move || sender.send(task.run()).expect("main listens"));
    }
    drop(sender);
    for _ in messages {}
    println!("4 messages");
}
