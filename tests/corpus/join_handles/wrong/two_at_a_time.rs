//! Joins each thread when the next one has been started, so that there are two at a time.
//!
//! Finding: partly-serial

use std::thread;

use common::{start, worker};

fn main() {
    start();
    let mut before = None;
    for task in ["sort data", "parse files", "generate output"] {
        let handle = thread::spawn(move || worker(task));
        if let Some(before) = before.replace(handle) {
            before.join().expect("the worker does not panic");
        }
    }
    if let Some(last) = before {
        last.join().expect("the worker does not panic");
    }
    println!("All done");
}
