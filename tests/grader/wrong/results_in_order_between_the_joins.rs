//! Prints each count as soon as its thread is joined, while others may be at work.
//!
//! Finding: wrong-output
//! Graded as: results_in_order

use std::thread;

use common::{start, worker};

fn main() {
    start();
    let tasks = ["sort data", "parse files", "generate output"];
    let handles = tasks.map(|task| thread::spawn(move || count(task)));
    for handle in handles {
        let count = handle.join().expect("the worker does not panic");
        println!("{count}");
    }
}

/// Does the task, and counts the letters of its name.
fn count(task: &str) -> String {
    worker(task);
    let letters = task.chars().filter(|letter| letter.is_alphabetic());
    format!("{task}: {} letters", letters.count())
}
