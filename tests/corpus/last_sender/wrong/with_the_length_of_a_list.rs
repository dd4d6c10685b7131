//! Waits for all threads and prints how many there were. There is a channel, but no message comes
//! out of it.
//!
//! Not seen: the number is right, and the check does not know where it comes from.
//!
//! Finding: joined

use std::{sync::mpsc, thread};

use common::{start, tasks};

fn main() {
    start();
    let (sender, messages) = mpsc::channel::<String>();
    let mut handles = Vec::new();
    for task in tasks() {
        let sender = sender.clone();
        handles.push(thread::spawn(move || {
            task.run();
            drop(sender);
        }));
    }
    let count = handles.len();
    for handle in handles {
        handle.join().expect("the worker does not panic");
    }
    drop(messages);
    println!("{count} messages");
}
