//! Ends the closure with a semicolon, so that the thread's value is nothing and cannot be printed.
//!
//! Finding: does-not-build
//! Graded as: results_in_order

use std::thread;

use common::{start, worker};

fn main() {
    start();
    let tasks = ["sort data", "parse files", "generate output"];
    let handles = tasks.map(|task| {
        thread::spawn(move || {
            count(task);
        })
    });
    let counts = handles.map(|handle| handle.join().expect("the worker does not panic"));
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
