//! Sleeps for half a second before main ends, so that the threads have time to start.
//!
//! Finding: sleeps

use std::{thread, time::Duration};

use common::{start, worker};

fn main() {
    start();
    thread::spawn(|| worker("fetch pages"));
    thread::spawn(|| worker("index words"));
    thread::spawn(|| worker("rank pages"));
    thread::sleep(Duration::from_millis(500));
}
