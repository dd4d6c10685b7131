//! Takes a hundred naps, two seconds in all, in place of waiting for its threads.
//!
//! Finding: sleeps

use std::{thread, time::Duration};

use common::{start, worker};

fn main() {
    start();
    thread::spawn(|| worker("sort data"));
    thread::spawn(|| worker("parse files"));
    thread::spawn(|| worker("generate output"));
    for _ in 0..100 {
        thread::sleep(Duration::from_millis(20));
    }
}
