//! Drops the handles of its threads, which detaches the threads and does not wait for them.
//!
//! Finding: no-wait

use std::thread;

use common::{start, worker};

fn main() {
    start();
    let tasks = ["sort data", "parse files", "generate output"];
    let handles = tasks.map(|task| thread::spawn(move || worker(task)));
    for handle in handles {
        drop(handle);
    }
}
