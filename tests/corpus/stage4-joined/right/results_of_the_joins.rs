//! Waits by joining the handles, and looks at what the threads return.
//!
//! Finding: joined

use std::thread;

use common::{start, worker};

fn main() {
    start();
    let tasks = ["sort data", "parse files", "generate output"];
    let handles = tasks.map(|task| {
        thread::spawn(move || {
            worker(task);
            task.len()
        })
    });
    let lengths: Result<Vec<usize>, _> = handles.into_iter().map(|handle| handle.join()).collect();
    assert_eq!(lengths.unwrap(), [9, 11, 15]);
}
