//! Takes as many messages as there are tasks: then it does not matter who could send another.
//!
//! Finding: joined
//! Graded as: last_sender

use std::{sync::mpsc, thread};

use common::{start, worker};

fn main() {
    start();
    let (sender, messages) = mpsc::channel();
    for task in ["sort data", "parse files", "generate output"] {
        let sender = sender.clone();
        thread::spawn(move || {
            worker(task);
            sender.send(task).expect("main listens");
        });
    }
    let count = messages.iter().take(3).count();
    println!("{count} messages");
}
