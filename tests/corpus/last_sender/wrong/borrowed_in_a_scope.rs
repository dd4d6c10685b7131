//! Lends its sender to the threads of a scope, and listens when the scope is over: all messages are
//! there, but the sender that was lent is main's again.
//!
//! Finding: hangs

use std::{sync::mpsc, thread};

use common::{start, tasks};

fn main() {
    start();
    let (sender, messages) = mpsc::channel();
    thread::scope(|scope| {
        for task in tasks() {
            let sender = &sender;
            scope.spawn(move || {
                let result = task.run();
                sender.send(result).expect("main listens");
            });
        }
    });
    let count = messages.iter().count();
    println!("{count} messages");
}
