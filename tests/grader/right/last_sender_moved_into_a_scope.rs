//! Moves the sender into the scope in which the threads are started, so that it is gone when they are.
//!
//! Finding: joined
//! Graded as: last_sender

use std::{sync::mpsc, thread};

use common::{start, worker};

fn main() {
    start();
    let (sender, messages) = mpsc::channel();
    thread::scope(move |scope| {
        for task in ["sort data", "parse files", "generate output"] {
            let sender = sender.clone();
            scope.spawn(move || {
                worker(task);
                sender.send(task).expect("main listens");
            });
        }
    });
    let count = messages.iter().count();
    println!("{count} messages");
}
