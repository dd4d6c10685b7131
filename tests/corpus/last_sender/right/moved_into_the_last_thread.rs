//! Gives each thread a clone of the sender, but the last one gets the sender itself: main has none.
//!
//! Finding: joined

use std::{iter, sync::mpsc, thread};

use common::{start, tasks};

fn main() {
    start();
    let (sender, messages) = mpsc::channel();
    let tasks: Vec<_> = tasks().into_iter().collect();
    let senders = iter::repeat_n(sender, tasks.len());
    for (task, sender) in iter::zip(tasks, senders) {
        thread::spawn(move || {
            let result = task.run();
            sender.send(result).expect("main listens");
        });
    }
    let mut count = 0;
    while messages.recv().is_ok() {
        count += 1;
    }
    println!("{count} messages");
}
