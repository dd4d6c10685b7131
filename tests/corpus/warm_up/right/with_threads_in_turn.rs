//! Gives each worker a thread, and waits for it before the next one is started.
//!
//! Finding: serial

use std::thread;

use common::{start, worker};

fn main() {
    start();
    for task in ["sort data", "parse files", "generate output"] {
        let handle = thread::spawn(move || worker(task));
        handle.join().expect("the worker does not panic");
    }
    println!("All done");
}
