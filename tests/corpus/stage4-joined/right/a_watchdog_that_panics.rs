//! Waits by a scope, beside a watchdog that ends the program with status 1 after an hour, and says
//! why.
//!
//! Finding: joined

use std::{process, thread, time::Duration};

use common::{start, worker};

fn main() {
    start();
    thread::spawn(|| {
        thread::sleep(Duration::from_secs(60 * 60));
        eprintln!("not done after an hour");
        process::exit(1);
    });
    thread::scope(|scope| {
        for task in ["sort data", "parse files", "generate output"] {
            scope.spawn(move || worker(task));
        }
    });
}
