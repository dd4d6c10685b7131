//! Keeps the counts in a hash map, which has them in an order of its own, another one in each run.
//!
//! Finding: wrong-output
//! Graded as: results_in_order

use std::{collections::HashMap, thread};

use common::{start, worker};

fn main() {
    start();
    let mut handles = HashMap::new();
    for task in ["sort data", "parse files", "generate output"] {
        handles.insert(task, thread::spawn(move || count(task)));
    }
    let mut counts = HashMap::new();
    for (task, handle) in handles {
        counts.insert(task, handle.join().expect("the worker does not panic"));
    }
    for count in counts.values() {
        println!("{count}");
    }
}

/// Does the task, and counts the letters of its name.
fn count(task: &str) -> String {
    worker(task);
    let letters = task.chars().filter(|letter| letter.is_alphabetic());
    format!("{task}: {} letters", letters.count())
}
