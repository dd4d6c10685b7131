//! Starts one thread, which joins the three that it starts. Main waits for none of the four.
//!
//! Finding: no-wait

use std::thread;

use common::{start, worker};

fn main() {
    start();
    thread::spawn(|| {
        let tasks = ["fetch pages", "index words", "rank pages"];
        for handle in tasks.map(|task| thread::spawn(move || worker(task))) {
            handle.join().expect("the worker does not panic");
        }
    });
}
