//! Lends its sender to the threads of a scope, and listens when the scope is over: all messages are there,
//! but the sender that was lent is main's again.
//!
//! Finding: hangs
//! Graded as: last_sender

use std::{sync::mpsc, thread};

use common::{start, worker};

fn main() {
    start();
    let (sender, messages) = mpsc::channel();
    thread::scope(|scope| {
        for task in ["sort data", "parse files", "generate output"] {
            let sender = &sender;
            scope.spawn(move || {
                worker(task);
                sender.send(task).expect("main listens");
            });
        }
    });
    let count = messages.iter().count();
    println!("{count} messages");
}
