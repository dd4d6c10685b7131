//! Waits for all counts and sorts them, by their texts and not by the order of the tasks.
//!
//! Finding: wrong-output
//! Graded as: results_in_order

use std::{sync::mpsc, thread};

use common::{start, worker};

fn main() {
    start();
    let (sender, counts) = mpsc::channel();
    for task in ["sort data", "parse files", "generate output"] {
        let sender = sender.clone();
        thread::spawn(move || sender.send(count(task)).expect("main listens"));
    }
    drop(sender);
    let mut counts: Vec<_> = counts.into_iter().collect();
    counts.sort();
    for count in counts {
        println!("{count}");
    }
}

/// Does the task, and counts the letters of its name.
fn count(task: &str) -> String {
    worker(task);
    let letters = task.chars().filter(|letter| letter.is_alphabetic());
    format!("{task}: {} letters", letters.count())
}
