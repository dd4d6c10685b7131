//! Listens until there is silence for a second, and takes that for the end.
//!
//! Finding: sleeps

use std::{sync::mpsc, thread, time::Duration};

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
    let mut count = 0;
    while messages.recv_timeout(Duration::from_secs(1)).is_ok() {
        count += 1;
    }
    println!("{count} messages");
}
