//! Waits by joins, and sleeps for a moment before that, to no purpose.
//!
//! Finding: joined

use std::{thread, time::Duration};

use common::{start, worker};

fn main() {
    start();
    let tasks = ["sort data", "parse files", "generate output"];
    let handles = tasks.map(|task| thread::spawn(move || worker(task)));
    thread::sleep(Duration::from_millis(200));
    for handle in handles {
        handle.join().unwrap();
    }
}
