//! Waits by joins, and sleeps for fifteen workshop seconds before that, to no purpose.
//!
//! Finding: joined

use std::{thread, time::Duration};

use common::{sleep, start, worker};

fn main() {
    start();
    let tasks = ["sort data", "parse files", "generate output"];
    let handles = tasks.map(|task| thread::spawn(move || worker(task)));
    sleep(Duration::from_secs(15));
    for handle in handles {
        handle.join().unwrap();
    }
}
