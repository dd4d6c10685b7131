//! Spawns and joins in one chain of an iterator, which does both for a task before it comes to the next.
//!
//! Finding: serial
//! Graded as: results_in_order

use std::thread;

use common::{start, worker};

fn main() {
    start();
    let counts: Vec<_> = ["sort data", "parse files", "generate output"]
        .into_iter()
        .map(|task| thread::spawn(move || count(task)))
        .map(|handle| handle.join().expect("the worker does not panic"))
        .collect();
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
