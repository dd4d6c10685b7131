//! Panics in main, while the threads are at work.
//!
//! Finding: fails

use std::thread;

use common::{start, worker};

fn main() {
    start();
    thread::spawn(|| worker("sort data"));
    thread::spawn(|| worker("parse files"));
    thread::spawn(|| worker("generate output"));
    panic!("nothing left to do");
}
