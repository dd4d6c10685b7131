//! Lends each thread a place in a list, into which it writes its count.
//!
//! Finding: joined
//! Graded as: results_in_order

use std::{iter, thread};

use common::{start, worker};

fn main() {
    start();
    let tasks = ["sort data", "parse files", "generate output"];
    let mut counts = [const { String::new() }; 3];
    thread::scope(|scope| {
        for (place, task) in iter::zip(&mut counts, tasks) {
            scope.spawn(move || *place = count(task));
        }
    });
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
