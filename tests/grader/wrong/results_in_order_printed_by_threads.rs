//! Lets each thread print its own count, as soon as it has it.
//!
//! Finding: wrong-output
//! Graded as: results_in_order

use std::thread;

use common::{start, worker};

fn main() {
    start();
    let tasks = ["sort data", "parse files", "generate output"];
    let handles = tasks.map(|task| thread::spawn(move || println!("{}", count(task))));
    for handle in handles {
        handle.join().expect("the worker does not panic");
    }
}

/// Does the task, and counts the letters of its name.
fn count(task: &str) -> String {
    worker(task);
    let letters = task.chars().filter(|letter| letter.is_alphabetic());
    format!("{task}: {} letters", letters.count())
}
