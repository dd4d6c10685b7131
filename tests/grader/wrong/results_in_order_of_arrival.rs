//! Lets each thread add its count to a shared list, which so has them in the order of arrival.
//!
//! Finding: wrong-output
//! Graded as: results_in_order

use std::{sync::Mutex, thread};

use common::{start, worker};

fn main() {
    start();
    let counts = Mutex::new(Vec::new());
    thread::scope(|scope| {
        for task in ["sort data", "parse files", "generate output"] {
            let counts = &counts;
            scope.spawn(move || {
                let count = count(task);
                counts.lock().unwrap().push(count);
            });
        }
    });
    for count in counts.into_inner().unwrap() {
        println!("{count}");
    }
}

/// Does the task, and counts the letters of its name.
fn count(task: &str) -> String {
    worker(task);
    let letters = task.chars().filter(|letter| letter.is_alphabetic());
    format!("{task}: {} letters", letters.count())
}
