//! Sleeps before it leaves, where the exercise is to leave at once.
//!
//! Finding: sleeps

use std::{thread, time::Duration};

use common::{sleep, start, worker};

fn main() {
    start();
    thread::spawn(|| worker("sort data"));
    thread::spawn(|| worker("parse files"));
    thread::spawn(|| worker("generate output"));
    sleep(Duration::from_secs(15));
}
