//! Aborts while the threads are at work.
//!
//! Finding: crashes

use std::{process, thread};

use common::{start, worker};

fn main() {
    start();
    thread::spawn(|| worker("sort data"));
    thread::spawn(|| worker("parse files"));
    thread::spawn(|| worker("generate output"));
    process::abort();
}
