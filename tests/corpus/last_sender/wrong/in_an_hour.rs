//! Main drops its sender, and listens until no message has come for an hour. Then it says how many
//! came, as if there could be no more.
//!
//! Finding: sleeps

use std::{sync::mpsc, thread, time::Duration};

use common::{start, tasks};

fn main() {
    start();
    let (sender, messages) = mpsc::channel();
    for task in tasks() {
        let sender = sender.clone();
        thread::spawn(move || sender.send(task.run()).unwrap());
    }
    drop(sender);
    let hour = Duration::from_secs(60 * 60);
    let mut count = 0;
    while let Ok(_result) = messages.recv_timeout(hour) {
        count += 1;
    }
    println!("{count} messages");
}
