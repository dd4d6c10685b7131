//! Takes ten short naps in place of waiting for its threads.
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
    for _ in 0..10 {
        thread::sleep(Duration::from_millis(10));
    }
}
