//! As many workers as there are tasks, each of which sends a message when it is done, and main, which listens
//! until nobody is left who could send one.
//!
//! Then it should say how many messages came, and end. Run it with `cargo workshop run last_sender`, and
//! end it with Ctrl-C.
//! (`TASKS="read mail, send mail" cargo workshop run last_sender` gives it others. So does the check.)
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
