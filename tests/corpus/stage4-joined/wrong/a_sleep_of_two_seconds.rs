//! Sleeps for two seconds in place of waiting for its threads.
//!
//! Finding: sleeps

use std::{thread, time::Duration};

use common::{start, worker};

fn main() {
    start();
    thread::spawn(|| worker("sort data"));
    thread::spawn(|| worker("parse files"));
    thread::spawn(|| worker("generate output"));
    thread::sleep(Duration::from_secs(2));
}
