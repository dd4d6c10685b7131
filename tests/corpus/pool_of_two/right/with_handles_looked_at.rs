//! Keeps the handles, and starts another thread when one of two has finished, for which it
//! looks now and then.
//!
//! Finding: joined

use std::{
    thread::{self, JoinHandle},
    time::Duration,
};

use common::{start, worker};

const TASKS: [&str; 6] = [
    "sort data",
    "parse files",
    "generate output",
    "read mail",
    "send mail",
    "clean up",
];

fn main() {
    start();
    let mut running: Vec<JoinHandle<()>> = Vec::new();
    for task in TASKS {
        while running.len() == 2 {
            thread::sleep(Duration::from_millis(5));
            running.retain(|thread| !thread.is_finished());
        }
        running.push(thread::spawn(move || worker(task)));
    }
    for thread in running {
        thread.join().unwrap();
    }
    println!("All done");
}
