//! Sends each count together with the number of its task, and sorts by the numbers what has come.
//!
//! Finding: joined
//! Graded as: results_in_order

use std::{sync::mpsc, thread};

use common::{start, worker};

fn main() {
    start();
    let tasks = ["sort data", "parse files", "generate output"];
    let (sender, counts) = mpsc::channel();
    for (place, task) in tasks.into_iter().enumerate() {
        let sender = sender.clone();
        thread::spawn(move || sender.send((place, count(task))).expect("main listens"));
    }
    drop(sender);
    let mut counts: Vec<_> = counts.into_iter().collect();
    counts.sort_by_key(|(place, _)| *place);
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
