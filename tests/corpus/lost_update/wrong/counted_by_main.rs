//! Lets main alone count: each worker sends a message when its work is done. That may well be right, but no
//! step is one on a `Counter`, so the check cannot see it.
//!
//! Finding: unseen

use std::{sync::mpsc, thread};

use common::{start, tasks};

fn main() {
    start();
    let (sender, messages) = mpsc::channel();
    for task in tasks() {
        let sender = sender.clone();
        thread::spawn(move || {
            task.run();
            sender.send(()).expect("main listens");
        });
    }
    drop(sender);
    let mut done = 0;
    for () in messages {
        done += 1;
    }
    println!("tasks done: {done}");
}
