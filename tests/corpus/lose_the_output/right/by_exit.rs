//! Starts three threads that have names, and ends the process by hand with status 0.
//!
//! Finding: no-wait

use std::{process, thread::Builder};

use common::{start, worker};

fn main() {
    start();
    for task in ["fetch pages", "index words", "rank pages"] {
        let thread = Builder::new().name(task.to_owned());
        thread
            .spawn(move || worker(task))
            .expect("there is room for a thread");
    }
    process::exit(0);
}
