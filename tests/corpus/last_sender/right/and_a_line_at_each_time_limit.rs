//! At each time limit main says how many messages have come, and goes on waiting.
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
        thread::spawn(move || sender.send(task.run()).unwrap());
    }
    drop(sender);
    let mut count = 0;
    loop {
        match messages.recv_timeout(Duration::from_millis(250)) {
            Ok(_) => count += 1,
            Err(RecvTimeoutError::Timeout) => eprintln!("{count} so far"),
            Err(RecvTimeoutError::Disconnected) => break,
        }
    }
    println!("{count} messages");
}
