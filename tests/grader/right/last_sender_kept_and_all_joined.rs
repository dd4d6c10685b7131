//! Joins all threads, and then counts the messages that are there. Main's sender is still there too, but
//! nobody waits for it.
//!
//! Finding: joined
//! Graded as: last_sender

use std::{sync::mpsc, thread};

use common::{start, worker};

fn main() {
    start();
    let (sender, messages) = mpsc::channel();
    let tasks = ["sort data", "parse files", "generate output"];
    let handles = tasks.map(|task| {
        let sender = sender.clone();
        thread::spawn(move || {
            worker(task);
            sender.send(task).expect("main listens");
        })
    });
    for handle in handles {
        handle.join().expect("the worker does not panic");
    }
    println!("{} messages", messages.try_iter().count());
}
