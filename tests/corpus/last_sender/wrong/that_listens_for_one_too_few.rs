//! Counts its threads, and listens for one message less than it says.
//!
//! Finding: forgets-some

use std::{sync::mpsc, thread};

use common::{start, tasks};

fn main() {
    start();
    let (sender, messages) = mpsc::channel();
    let mut threads = 0;
    for task in tasks() {
        let sender = sender.clone();
        thread::spawn(move || {
            let result = task.run();
            sender.send(result).expect("main listens");
        });
        threads += 1;
    }
    for _ in 1..threads {
        messages.recv().expect("a worker still works");
    }
    println!("{threads} messages");
}
