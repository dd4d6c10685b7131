//! Keeps one piece of memory after another while the threads are at work, until none is left.
//!
//! Finding: crashes

use std::thread;

use common::{start, worker};

fn main() {
    start();
    thread::spawn(|| worker("sort data"));
    thread::spawn(|| worker("parse files"));
    thread::spawn(|| worker("generate output"));
    let mut hoard = Vec::new();
    loop {
        hoard.push(vec![1_u8; 64 * 1024]);
    }
}
