//! Has a watchdog that looks at a clock each tenth of a second, and ends the program with status 0
//! after ten minutes.
//!
//! Finding: sleeps

use std::{
    process, thread,
    time::{Duration, Instant},
};

use common::{start, worker};

fn main() {
    start();
    let started = Instant::now();
    thread::spawn(move || {
        while started.elapsed() < Duration::from_secs(600) {
            thread::sleep(Duration::from_millis(100));
        }
        process::exit(0);
    });
    thread::scope(|scope| {
        for task in ["sort data", "parse files", "generate output"] {
            scope.spawn(move || worker(task));
        }
    });
}
