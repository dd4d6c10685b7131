//! Takes out the join and sleeps for four seconds instead, which no worker is known to need.
//!
//! Finding: sleeps

use std::{thread, time::Duration};

use common::{sleep, start, worker};

fn main() {
    start();
    for task in ["sort data", "parse files", "generate output"] {
        thread::spawn(move || worker(task));
    }
    sleep(Duration::from_secs(4));
    println!("All done");
}
