//! Joins all threads, and then counts the messages that have arrived. Main still has its sender,
//! but does not wait for the end of the channel.
//!
//! Finding: joined

use std::{sync::mpsc, thread};

use common::{start, tasks};

fn main() {
    start();
    let (sender, messages) = mpsc::channel();
    let mut handles = Vec::new();
    for task in tasks() {
        let sender = sender.clone();
        handles.push(thread::spawn(move || {
            let result = task.run();
            sender.send(result).expect("main listens");
        }));
    }
    for handle in handles {
        handle.join().expect("the worker does not panic");
    }
    println!("{} messages", messages.try_iter().count());
}
