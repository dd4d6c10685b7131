//! Sorts what comes from a channel, but waits for its end while main still holds a sender.
//!
//! Finding: hangs

use std::{sync::mpsc, thread};

use common::{start, tasks};

fn main() {
    start();
    let (sender, results) = mpsc::channel();
    for (place, task) in tasks().into_iter().enumerate() {
        let sender = sender.clone();
        thread::spawn(move || sender.send((place, task.run())));
    }
    let mut results: Vec<_> = results.iter().collect();
    results.sort();
    for (_, result) in results {
        println!("{result}");
    }
}
