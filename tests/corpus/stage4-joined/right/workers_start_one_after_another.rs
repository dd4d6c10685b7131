//! Waits by a scope for three threads, each of which starts its worker some workshop seconds after
//! the one before.
//!
//! Finding: joined

use std::{thread, time::Duration};

use common::{sleep, start, worker};

fn main() {
    start();
    let tasks = ["sort data", "parse files", "generate output"];
    thread::scope(|scope| {
        for (task, seconds) in tasks.iter().zip([0, 5, 10]) {
            scope.spawn(move || {
                sleep(Duration::from_secs(seconds));
                worker(task);
            });
        }
    });
}
