//! Takes the handles from the end of the list, and so the counts come in reverse.
//!
//! Finding: wrong-output
//! Graded as: results_in_order

use std::thread;

use common::{start, worker};

fn main() {
    start();
    let mut handles = Vec::new();
    for task in ["sort data", "parse files", "generate output"] {
        handles.push(thread::spawn(move || count(task)));
    }
    let mut counts = Vec::new();
    while let Some(handle) = handles.pop() {
        counts.push(handle.join().expect("the worker does not panic"));
    }
    println!("{}", counts.join("\n"));
}

/// Does the task, and counts the letters of its name.
fn count(task: &str) -> String {
    worker(task);
    let letters = task.chars().filter(|letter| letter.is_alphabetic());
    format!("{task}: {} letters", letters.count())
}
