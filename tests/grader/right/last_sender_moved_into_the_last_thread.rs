//! Gives the three threads three senders, the last of which is the one that was there first: main has none.
//!
//! Finding: joined
//! Graded as: last_sender

use std::{iter, sync::mpsc, thread};

use common::{start, worker};

fn main() {
    start();
    let (sender, messages) = mpsc::channel();
    let tasks = ["sort data", "parse files", "generate output"];
    for (task, sender) in iter::zip(tasks, iter::repeat_n(sender, 3)) {
        thread::spawn(move || {
            worker(task);
            sender.send(task).expect("main listens");
        });
    }
    let mut count = 0;
    while messages.recv().is_ok() {
        count += 1;
    }
    println!("{count} messages");
}
