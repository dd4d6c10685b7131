//! A message that finds no room in the channel is dropped. There is room for four, and there may
//! be more tasks.
//!
//! Finding: wrong-output

use std::{sync::mpsc, thread};

use common::{start, tasks};

fn main() {
    start();
    let (sender, messages) = mpsc::sync_channel(4);
    for task in tasks() {
        let sender = sender.clone();
        thread::spawn(move || {
            let _ = sender.try_send(task.run());
        });
    }
    drop(sender);
    let count = messages.iter().count();
    println!("{count} messages");
}
