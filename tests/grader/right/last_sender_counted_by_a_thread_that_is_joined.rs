//! A thread of its own counts the messages, and main drops its sender before it joins that.
//!
//! Finding: joined
//! Graded as: last_sender

use std::{sync::mpsc, thread};

use common::{start, worker};

fn main() {
    start();
    let (sender, messages) = mpsc::channel();
    let listener = thread::spawn(move || messages.into_iter().count());
    for task in ["sort data", "parse files", "generate output"] {
        let sender = sender.clone();
        thread::spawn(move || {
            worker(task);
            sender.send(task).expect("the listener listens");
        });
    }
    drop(sender);
    let count = listener.join().expect("the listener does not panic");
    println!("{count} messages");
}
