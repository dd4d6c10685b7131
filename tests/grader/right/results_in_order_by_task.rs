//! Keeps the counts in a hash map under a lock, and looks them up in the order of the tasks.
//!
//! Finding: joined
//! Graded as: results_in_order

use std::{
    collections::HashMap,
    sync::{Arc, Mutex},
    thread,
};

use common::{start, worker};

fn main() {
    start();
    let tasks = ["sort data", "parse files", "generate output"];
    let counts = Arc::new(Mutex::new(HashMap::new()));
    let handles = tasks.map(|task| {
        let counts = Arc::clone(&counts);
        thread::spawn(move || {
            let count = count(task);
            counts.lock().unwrap().insert(task, count);
        })
    });
    for handle in handles {
        handle.join().unwrap();
    }
    let counts = counts.lock().unwrap();
    for task in tasks {
        println!("{}", counts[task]);
    }
}

/// Does the task, and counts the letters of its name.
fn count(task: &str) -> String {
    worker(task);
    let letters = task.chars().filter(|letter| letter.is_alphabetic());
    format!("{task}: {} letters", letters.count())
}
