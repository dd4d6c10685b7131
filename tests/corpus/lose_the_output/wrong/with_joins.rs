//! Joins the threads in the end, as one is used to, so that nothing is lost.
//!
//! Finding: joined

use std::thread;

use common::{start, worker};

fn main() {
    start();
    let tasks = ["fetch pages", "index words", "rank pages"];
    let handles = tasks.map(|task| thread::spawn(move || worker(task)));
    for handle in handles {
        handle.join().expect("the worker does not panic");
    }
}
