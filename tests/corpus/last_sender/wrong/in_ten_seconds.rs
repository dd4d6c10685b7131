//! Main keeps its sender, and listens until no message has come for ten seconds. It takes that for
//! the end.
//!
//! Finding: sleeps

use std::{sync::mpsc, thread, time::Duration};

use common::{start, tasks};

fn main() {
    start();
    let (sender, messages) = mpsc::channel();
    for task in tasks() {
        let sender = sender.clone();
        thread::spawn(move || sender.send(task.run()).expect("main listens"));
    }
    let mut count = 0;
    while messages.recv_timeout(Duration::from_secs(10)).is_ok() {
        count += 1;
    }
    println!("{count} messages");
}
