//! Starts and joins in one chain of iterators. They are lazy, so that each thread is joined before
//! the next one is started.
//!
//! Finding: serial

use std::thread;

use common::{start, worker};

fn main() {
    start();
    ["sort data", "parse files", "generate output"]
        .into_iter()
        .map(|task| thread::spawn(move || worker(task)))
        .for_each(|handle| handle.join().unwrap());
}
