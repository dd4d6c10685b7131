//! What changed: each thread returns what it has counted, and `join` hands it to main. The handles are in
//! the order of the tasks, so the counts are too; a channel has them in the order in which they come. And
//! main prints nothing before it has the last one.
//!
//! Finding: joined

use std::thread;

use common::{start, worker};

fn main() {
    start();
    let tasks = ["sort data", "parse files", "generate output"];
    let handles = tasks.map(|task| thread::spawn(move || count(task)));
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
