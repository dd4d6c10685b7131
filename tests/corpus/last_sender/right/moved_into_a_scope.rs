//! Moves the sender into the scope in which the threads are started, so that it is gone when they
//! are.
//!
//! Finding: joined

use std::{sync::mpsc, thread};

use common::{start, tasks};

fn main() {
    start();
    let (sender, messages) = mpsc::channel();
    thread::scope(move |scope| {
        for task in tasks() {
            let sender = sender.clone();
            scope.spawn(move || {
                let result = task.run();
                sender.send(result).expect("main listens");
            });
        }
    });
    let count = messages.iter().count();
    println!("{count} messages");
}
