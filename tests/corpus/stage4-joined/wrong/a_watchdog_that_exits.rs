//! Has a watchdog: a thread that ends the program with status 0 after half an hour, however far the
//! workers are.
//!
//! Finding: sleeps

use std::{process, thread, time::Duration};

use common::{start, worker};

fn main() {
    start();
    thread::spawn(|| {
        thread::sleep(Duration::from_secs(30 * 60));
        process::exit(0);
    });
    thread::scope(|scope| {
        for task in ["sort data", "parse files", "generate output"] {
            scope.spawn(move || worker(task));
        }
    });
}
