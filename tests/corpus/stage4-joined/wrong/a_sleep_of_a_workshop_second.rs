//! Sleeps for a second by the workshop's clock, less than a worker takes even by that clock.
//!
//! Finding: sleeps
//! On: linux

use std::{thread, time::Duration};

use common::{sleep, start, worker};

fn main() {
    start();
    let tasks = ["sort data", "parse files", "generate output"];
    let _handles = tasks.map(|task| thread::spawn(move || worker(task)));
    sleep(Duration::from_secs(1));
}
