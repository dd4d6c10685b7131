//! Panics if an hour passes between two messages, which is longer than any step takes.
//!
//! Finding: joined

use std::{
    sync::mpsc::{self, RecvTimeoutError},
    thread,
    time::Duration,
};

use common::{start, tasks};

fn main() {
    start();
    let (sender, messages) = mpsc::channel();
    for task in tasks() {
        let sender = sender.clone();
        thread::spawn(move || sender.send(task.run()).expect("main listens"));
    }
    drop(sender);
    let mut count = usize::from(messages.recv().is_ok());
    loop {
        match messages.recv_timeout(Duration::from_secs(3600)) {
            Ok(_) => count += 1,
            Err(RecvTimeoutError::Disconnected) => break,
            Err(RecvTimeoutError::Timeout) => panic!("no message for an hour"),
        }
    }
    println!("{count} messages");
}
