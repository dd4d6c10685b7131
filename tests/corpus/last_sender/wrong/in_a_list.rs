//! Makes a list of senders, one for each task, of which each thread gets a clone: the list is still
//! there.
//!
//! Finding: hangs

use std::{iter, sync::mpsc, thread};

use common::{start, tasks};

fn main() {
    start();
    let (sender, messages) = mpsc::channel();
    let tasks: Vec<_> = tasks().into_iter().collect();
    let senders = vec![sender; tasks.len()];
    for (task, sender) in iter::zip(tasks, &senders) {
        let sender = sender.clone();
        thread::spawn(move || {
            let result = task.run();
            sender.send(result).expect("main listens");
        });
    }
    let count = messages.iter().count();
    println!("{count} messages");
}
