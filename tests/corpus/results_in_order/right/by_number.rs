//! Sends each result together with the number of its task, and sorts by the numbers what has come.
//!
//! Finding: joined

use std::{sync::mpsc, thread};

use common::{start, tasks};

fn main() {
    start();
    let (sender, results) = mpsc::channel();
    for (place, task) in tasks().into_iter().enumerate() {
        let sender = sender.clone();
        thread::spawn(move || sender.send((place, task.run())).expect("main listens"));
    }
    drop(sender);
    let mut results: Vec<_> = results.into_iter().collect();
    results.sort_by_key(|(place, _)| *place);
    for (_, result) in results {
        println!("{result}");
    }
}
