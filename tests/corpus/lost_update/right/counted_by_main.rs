//! Main alone counts: each worker sends a message when its work is done.
//!
//! Finding: joined

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
