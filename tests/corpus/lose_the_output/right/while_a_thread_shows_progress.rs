//! Main waits for no thread. One of them would show progress on stderr.
//!
//! Finding: no-wait

use std::{thread, time::Duration};

use common::{start, worker};

fn main() {
    start();
    thread::spawn(|| {
        loop {
            thread::sleep(Duration::from_secs(1));
            eprint!(".");
        }
    });
    for task in ["fetch pages", "index words", "rank pages"] {
        thread::spawn(move || worker(task));
    }
}
