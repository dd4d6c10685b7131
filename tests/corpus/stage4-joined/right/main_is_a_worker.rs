//! Waits by joining two threads, after main has done the work of the third worker itself.
//!
//! Finding: joined

use std::thread;

use common::{start, worker};

fn main() {
    start();
    let sort = thread::spawn(|| worker("sort data"));
    let parse = thread::spawn(|| worker("parse files"));
    worker("generate output");
    sort.join().unwrap();
    parse.join().unwrap();
}
