//! Has a struct for both ends of the channel, which keeps its sender for as long as main listens.
//!
//! Finding: hangs

use std::{
    sync::mpsc::{self, Receiver, Sender},
    thread,
};

use common::{Task, start, tasks};

struct Office {
    sender: Sender<String>,
    messages: Receiver<String>,
}

impl Office {
    fn open() -> Self {
        let (sender, messages) = mpsc::channel();
        Self { sender, messages }
    }

    fn employ(&self, task: Task) {
        let sender = self.sender.clone();
        thread::spawn(move || {
            let result = task.run();
            sender.send(result).expect("main listens");
        });
    }
}

fn main() {
    start();
    let office = Office::open();
    for task in tasks() {
        office.employ(task);
    }
    let count = office.messages.iter().count();
    println!("{count} messages");
}
