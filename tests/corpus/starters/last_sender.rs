//! Each task has a worker, which sends a message when it is done. Main receives messages until no
//! thread can send one any more.
//!
//! Then main should print the number of messages, and end. Type `cargo workshop run last_sender`:
//! main does not end. End the program with Ctrl-C.
//! (`TASKS="read mail, send mail" cargo workshop run last_sender` sets other tasks. So does the
//! check.)

use std::{sync::mpsc, thread};

use common::{start, tasks};

fn main() {
    start();
    let (sender, messages) = mpsc::channel();
    for task in tasks() {
        let sender = sender.clone();
        thread::spawn(move || sender.send(task.run()).expect("main listens"));
    }
    // TODO: which thread could still send a message?
    let count = messages.iter().count();
    println!("{count} messages");
}
