//! Shares no number: each thread returns 1 when its work is done, and main adds them up.
//!
//! Finding: joined

use std::thread;

use common::{Task, start, tasks};

fn main() {
    start();
    let handles = tasks()
        .into_iter()
        .map(|task| thread::spawn(move || work(&task)));
    let handles: Vec<_> = handles.collect();
    let done: u32 = handles
        .into_iter()
        .map(|handle| handle.join().expect("the worker does not panic"))
        .sum();
    println!("tasks done: {done}");
}

/// Does `task`, and returns how many that was.
fn work(task: &Task) -> u32 {
    task.run();
    1
}
