//! Joins a thread, but one that only sleeps.
//!
//! Finding: sleeps

use std::{thread, time::Duration};

use common::{start, worker};

fn main() {
    start();
    thread::spawn(|| worker("sort data"));
    thread::spawn(|| worker("parse files"));
    thread::spawn(|| worker("generate output"));
    let timer = thread::spawn(|| thread::sleep(Duration::from_secs(2)));
    timer.join().unwrap();
}
