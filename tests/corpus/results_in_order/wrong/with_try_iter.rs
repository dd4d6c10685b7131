//! Asks for the results that have come already, when none has, and leaves.
//!
//! Finding: no-wait

use std::{sync::mpsc, thread};

use common::{start, tasks};

fn main() {
    start();
    let (sender, results) = mpsc::channel();
    for (place, task) in tasks().into_iter().enumerate() {
        let sender = sender.clone();
        thread::spawn(move || sender.send((place, task.run())));
    }
    let mut results: Vec<_> = results.try_iter().collect();
    results.sort();
    for (_, result) in results {
        println!("{result}");
    }
}
