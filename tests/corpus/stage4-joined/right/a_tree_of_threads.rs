//! Waits by a tree of joins, in which each thread halves its tasks until one is left.
//!
//! Finding: joined

use std::thread;

use common::{start, worker};

fn share(tasks: &[&str]) {
    if let [task] = tasks {
        return worker(task);
    }
    let (left, right) = tasks.split_at(tasks.len() / 2);
    thread::scope(|scope| {
        scope.spawn(|| share(left));
        scope.spawn(|| share(right));
    });
}

fn main() {
    start();
    share(&["sort data", "parse files", "generate output"]);
}
