//! Leaves at once, where the exercise is to sleep before that.
//!
//! Finding: no-wait

use std::thread;

use common::{start, worker};

fn main() {
    start();
    thread::spawn(|| worker("sort data"));
    thread::spawn(|| worker("parse files"));
    thread::spawn(|| worker("generate output"));
}
