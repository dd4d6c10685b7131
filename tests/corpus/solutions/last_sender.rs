//! What changed: main drops its own sender. A channel ends when the last sender is dropped. The
//! first sender, from which the others are cloned, is a sender too.
//!
//! Finding: joined

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
    let count = messages.iter().count();
    println!("{count} messages");
}
