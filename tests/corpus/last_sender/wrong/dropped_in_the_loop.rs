//! Drops main's sender in the loop, where the next thread still needs a clone of it.
//!
//! Finding: does-not-build

use std::{sync::mpsc, thread};

use common::{start, tasks};

fn main() {
    start();
    let (sender, messages) = mpsc::channel();
    for task in tasks() {
        let own = sender.clone();
        thread::spawn(move || {
            let result = task.run();
            own.send(result).expect("main listens");
        });
        drop(sender);
    }
    let count = messages.iter().count();
    println!("{count} messages");
}
