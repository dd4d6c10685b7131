//! Writes to stderr without end while the threads are at work.
//!
//! Finding: too-much-output

use std::thread;

use common::{start, worker};

fn main() {
    start();
    thread::spawn(|| worker("sort data"));
    thread::spawn(|| worker("parse files"));
    thread::spawn(|| worker("generate output"));
    loop {
        eprintln!("main is waiting");
    }
}
