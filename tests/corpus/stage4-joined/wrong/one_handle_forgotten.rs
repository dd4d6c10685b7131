//! Joins two of its three threads.
//!
//! Finding: forgets-some

use std::thread;

use common::{start, worker};

fn main() {
    start();
    let sort = thread::spawn(|| worker("sort data"));
    let parse = thread::spawn(|| worker("parse files"));
    thread::spawn(|| worker("generate output"));
    sort.join().unwrap();
    parse.join().unwrap();
}
