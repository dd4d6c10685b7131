//! Waits for its workers as it should, beside ten thousand threads that do nothing but sleep.
//!
//! Finding: too-many-at-once
//! On: linux

use std::{thread, time::Duration};

use common::{start, worker};

fn main() {
    start();
    for _ in 0..10_000 {
        thread::spawn(|| thread::sleep(Duration::from_secs(3600)));
    }
    thread::scope(|scope| {
        for task in ["sort data", "parse files", "generate output"] {
            scope.spawn(move || worker(task));
        }
    });
}
