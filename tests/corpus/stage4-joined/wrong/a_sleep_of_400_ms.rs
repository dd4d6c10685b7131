//! Sleeps for less than half a second in place of waiting for its threads.
//!
//! Finding: sleeps
//! On: linux

use std::{thread, time::Duration};

use common::{start, worker};

fn main() {
    start();
    thread::spawn(|| worker("sort data"));
    thread::spawn(|| worker("parse files"));
    thread::spawn(|| worker("generate output"));
    thread::sleep(Duration::from_millis(400));
}
