//! Shares no number: each thread returns 1, and main adds them up. That may well be right, but without a
//! `Counter` the check cannot see that nothing else is shared.
//!
//! Finding: unseen
//! Graded as: lost_update

use std::thread;

use common::{start, worker};

fn main() {
    start();
    let tasks = ["sort data", "parse files", "generate output"];
    let handles = tasks.map(|task| thread::spawn(move || work(task)));
    let done: u32 = handles
        .into_iter()
        .map(|handle| handle.join().expect("the worker does not panic"))
        .sum();
    println!("{done} tasks done");
}

/// Does `task`, and returns how many that was.
fn work(task: &str) -> u32 {
    worker(task);
    1
}
