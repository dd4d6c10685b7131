//! Looks every half minute whether the workers have finished.
//!
//! Finding: joined

use std::{thread, time::Duration};

use common::{start, worker};

fn main() {
    start();
    let tasks = ["sort data", "parse files", "generate output"];
    let handles = tasks.map(|task| thread::spawn(move || worker(task)));
    while handles.iter().any(|handle| !handle.is_finished()) {
        thread::sleep(Duration::from_secs(30));
    }
    println!("All done");
}
