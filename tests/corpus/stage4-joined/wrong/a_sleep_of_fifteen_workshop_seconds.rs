//! Sleeps for fifteen seconds by the workshop's clock in place of waiting for its threads.
//!
//! Finding: sleeps

use std::{thread, time::Duration};

use common::{sleep, start, worker};

fn main() {
    start();
    let tasks = ["sort data", "parse files", "generate output"];
    let _handles = tasks.map(|task| thread::spawn(move || worker(task)));
    sleep(Duration::from_secs(15));
}
