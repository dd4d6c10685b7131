//! Has a watchdog that ends the program with status 0 after a second, however far the workers are.
//!
//! Finding: sleeps

use std::{process, thread, time::Duration};

use common::{start, worker};

fn main() {
    start();
    thread::spawn(|| {
        thread::sleep(Duration::from_secs(1));
        process::exit(0);
    });
    let tasks = ["sort data", "parse files", "generate output"];
    for handle in tasks.map(|task| thread::spawn(move || worker(task))) {
        handle.join().expect("the worker does not panic");
    }
}
