//! Panics in main at the first `Err`, with the right name, and goes no further.
//!
//! Finding: forgets-some

use std::{iter, thread};

use common::{start, worker};

fn main() {
    start();
    let tasks = ["sort data", "parse files", "generate output"];
    let handles = tasks.map(|task| thread::spawn(move || worker(task)));
    for (task, handle) in iter::zip(tasks, handles) {
        handle.join().expect(task);
    }
}
