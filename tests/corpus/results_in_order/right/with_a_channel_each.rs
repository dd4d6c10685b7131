//! Gives each thread a channel of its own, and receives from them in the order of the tasks.
//!
//! Finding: joined

use std::{sync::mpsc, thread};

use common::{start, tasks};

fn main() {
    start();
    let mut channels = Vec::new();
    for task in tasks() {
        let (sender, result) = mpsc::sync_channel(1);
        thread::spawn(move || sender.send(task.run()));
        channels.push(result);
    }
    let results = channels
        .iter()
        .map(|result| result.recv().expect("its worker sends"));
    let results: Vec<_> = results.collect();
    println!("{}", results.join("\n"));
}
