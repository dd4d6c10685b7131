//! Main joins each thread and sends the message itself. The count is right, and no worker has sent
//! anything.
//!
//! Not seen: the number is right, and the check does not know where it comes from.
//!
//! Finding: joined

use std::{sync::mpsc, thread};

use common::{start, tasks};

fn main() {
    start();
    let (sender, messages) = mpsc::channel();
    let mut handles = Vec::new();
    for task in tasks() {
        handles.push(thread::spawn(move || task.run()));
    }
    for handle in handles {
        let result = handle.join().expect("the worker does not panic");
        sender.send(result).expect("main listens");
    }
    drop(sender);
    println!("{} messages", messages.iter().count());
}
