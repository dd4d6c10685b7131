//! Counts each task twice, to be sure that no update is lost, and prints at most as many as there
//! were.
//!
//! Finding: wrong-output

use std::{
    sync::atomic::{AtomicUsize, Ordering::SeqCst},
    thread,
};

use common::{Task, start, tasks};

static DONE: AtomicUsize = AtomicUsize::new(0);

fn main() {
    start();
    let mut handles = Vec::new();
    for task in tasks() {
        handles.push(thread::spawn(move || work(&task)));
    }
    let most = handles.len();
    for handle in handles {
        handle.join().expect("the worker does not panic");
    }
    println!("tasks done: {}", DONE.load(SeqCst).min(most));
}

/// Does `task`, and counts it.
fn work(task: &Task) {
    task.run();
    for _ in 0..2 {
        let before = DONE.load(SeqCst);
        DONE.store(before + 1, SeqCst);
    }
}
