//! Sleeps before it starts the workers, and then leaves at once.
//!
//! Finding: no-wait

use std::{thread, time::Duration};

use common::{sleep, start, worker};

fn main() {
    start();
    sleep(Duration::from_secs(15));
    for task in ["sort data", "parse files", "generate output"] {
        thread::spawn(move || worker(task));
    }
}
