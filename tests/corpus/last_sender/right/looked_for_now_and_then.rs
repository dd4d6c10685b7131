//! Drops main's sender, and looks for messages every few milliseconds until the channel has ended.
//!
//! Finding: joined

use std::{
    sync::mpsc::{self, TryRecvError},
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
        match messages.try_recv() {
            Ok(_) => count += 1,
            Err(TryRecvError::Empty) => thread::sleep(Duration::from_millis(5)),
            Err(TryRecvError::Disconnected) => break,
        }
    }
    println!("{count} messages");
}
