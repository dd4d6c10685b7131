//! Joins the threads before it listens. The channel has no buffer, so each thread waits until main
//! takes its message. But main waits for the first thread.
//!
//! Finding: hangs

use std::{sync::mpsc, thread};

use common::{start, tasks};

fn main() {
    start();
    let (sender, messages) = mpsc::sync_channel(0);
    let mut handles = Vec::new();
    for task in tasks() {
        let sender = sender.clone();
        handles.push(thread::spawn(move || {
            let result = task.run();
            sender.send(result).expect("main listens");
        }));
    }
    drop(sender);
    for handle in handles {
        handle.join().expect("the worker does not panic");
    }
    let count = messages.iter().count();
    println!("{count} messages");
}
