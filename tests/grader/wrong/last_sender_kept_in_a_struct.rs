//! Has a struct for both ends of the channel, which keeps its sender for as long as main listens.
//!
//! Finding: hangs
//! Graded as: last_sender

use std::{
    sync::mpsc::{self, Receiver, Sender},
    thread,
};

use common::{start, worker};

struct Office {
    sender: Sender<&'static str>,
    messages: Receiver<&'static str>,
}

impl Office {
    fn open() -> Self {
        let (sender, messages) = mpsc::channel();
        Self { sender, messages }
    }

    fn employ(&self, task: &'static str) {
        let sender = self.sender.clone();
        thread::spawn(move || {
            worker(task);
            sender.send(task).expect("main listens");
        });
    }
}

fn main() {
    start();
    let office = Office::open();
    for task in ["sort data", "parse files", "generate output"] {
        office.employ(task);
    }
    let count = office.messages.iter().count();
    println!("{count} messages");
}
