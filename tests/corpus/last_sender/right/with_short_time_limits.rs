//! Listens for a tenth of a second at a time, and goes on until the last sender is dropped.
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
        thread::spawn(move || {
            let result = task.run();
            sender.send(result).expect("main listens");
        });
    }
    drop(sender);
    let mut count = 0;
    loop {
        match messages.recv_timeout(Duration::from_millis(100)) {
            Ok(_) => count += 1,
            Err(RecvTimeoutError::Timeout) => {}
            Err(RecvTimeoutError::Disconnected) => break,
        }
    }
    println!("{count} messages");
}
