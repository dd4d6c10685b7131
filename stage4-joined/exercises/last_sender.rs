//! Each task has a worker, which sends a message when it is done. Main listens until no worker is
//! left that could send one.
//!
//! Then it should print the number of messages, and end. Run it with
//! `cargo workshop run last_sender`, and end it with Ctrl-C.
//! (`TASKS="read mail, send mail" cargo workshop run last_sender` sets tasks, as the check does.)
//!
//! Finding: hangs

use std::{sync::mpsc, thread};

use common::{start, tasks};

fn main() {
    start();
    let (sender, messages) = mpsc::channel();
    for task in tasks() {
        let sender = sender.clone();
        thread::spawn(move || sender.send(task.run()).expect("main listens"));
    }
    // TODO: who could still send a message?
    let count = messages.iter().count();
    println!("{count} messages");
}
