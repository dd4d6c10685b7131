//! Drops the clone at the end of each thread, where it would be dropped anyway, and not main's own
//! sender.
//!
//! Finding: hangs

use std::{sync::mpsc, thread};

use common::{start, tasks};

fn main() {
    start();
    let (sender, messages) = mpsc::channel();
    for task in tasks() {
        let sender = sender.clone();
        thread::spawn(move || {
            let result = task.run();
            sender.send(result).expect("main listens");
            drop(sender);
        });
    }
    let count = messages.iter().count();
    println!("{count} messages");
}
