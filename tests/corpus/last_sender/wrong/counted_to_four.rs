//! Takes four messages, for there were four tasks in the last check, and keeps its sender: with
//! fewer tasks it waits for ever.
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
        });
    }
    let count = messages.iter().take(4).count();
    println!("{count} messages");
}
