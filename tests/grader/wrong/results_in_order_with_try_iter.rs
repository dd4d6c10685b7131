//! Asks for the counts that have come already, when none has, and leaves.
//!
//! Finding: no-wait
//! Graded as: results_in_order

use std::{sync::mpsc, thread};

use common::{start, worker};

fn main() {
    start();
    let (sender, counts) = mpsc::channel();
    for (place, task) in ["sort data", "parse files", "generate output"]
        .into_iter()
        .enumerate()
    {
        let sender = sender.clone();
        thread::spawn(move || sender.send((place, count(task))));
    }
    let mut counts: Vec<_> = counts.try_iter().collect();
    counts.sort();
    for (_, count) in counts {
        println!("{count}");
    }
}

/// Does the task, and counts the letters of its name.
fn count(task: &str) -> String {
    worker(task);
    let letters = task.chars().filter(|letter| letter.is_alphabetic());
    format!("{task}: {} letters", letters.count())
}
