//! Waits for all results and sorts them, by their texts and not by the order of the tasks.
//!
//! Finding: wrong-output

use std::{sync::mpsc, thread};

use common::{start, tasks};

fn main() {
    start();
    let (sender, results) = mpsc::channel();
    for task in tasks() {
        let sender = sender.clone();
        thread::spawn(move || sender.send(task.run()).expect("main listens"));
    }
    drop(sender);
    let mut results: Vec<_> = results.into_iter().collect();
    results.sort();
    for result in results {
        println!("{result}");
    }
}
