//! Three workers, each of which sends a message when it is done, and main, which listens until nobody is
//! left who could send one.
//!
//! Then it should say how many messages came, and end. Run it with `cargo workshop run last_sender`, and
//! end it with Ctrl-C.
//!
//! Finding: hangs

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
    // TODO: who could still send a message?
    let count = messages.iter().count();
    println!("{count} messages");
}
