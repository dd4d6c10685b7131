//! Main sends all messages: one when it begins, which it does not count, and one for each thread
//! that it starts. The number is right, and no worker has sent anything.
//!
//! Not seen: the number is right, and the check does not know where it comes from.
//!
//! Finding: joined

use std::{sync::mpsc, thread};

use common::{start, tasks};

fn main() {
    start();
    let (sender, messages) = mpsc::channel();
    sender.send("begin".to_owned()).expect("main listens");
    for task in tasks() {
        sender.send("begun".to_owned()).expect("main listens");
        let sender = sender.clone();
        thread::spawn(move || {
            task.run();
            drop(sender);
        });
    }
    drop(sender);
    println!("{} messages", messages.iter().count() - 1);
}
