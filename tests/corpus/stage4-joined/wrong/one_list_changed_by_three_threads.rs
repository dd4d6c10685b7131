//! Lets all threads push to the same list, without a lock.
//!
//! Finding: does-not-build

use std::thread;

use common::{start, worker};

fn main() {
    start();
    let mut done = Vec::new();
    thread::scope(|scope| {
        for task in &["sort data", "parse files", "generate output"] {
            scope.spawn(|| {
                worker(task);
                done.push(*task);
            });
        }
    });
    assert_eq!(done.len(), 3);
}
