//! Joins each worker. A watchdog ends the program if that takes a day.
//!
//! Finding: joined

use std::{process, thread, time::Duration};

use common::{start, worker};

fn main() {
    start();
    thread::spawn(|| {
        thread::sleep(Duration::from_secs(24 * 60 * 60));
        process::abort();
    });
    let tasks = ["sort data", "parse files", "generate output"];
    let handles = tasks.map(|task| thread::spawn(move || worker(task)));
    for handle in handles {
        handle.join().expect("the worker finishes");
    }
    println!("All done");
}
