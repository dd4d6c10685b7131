//! Joins a handle that it has already given away.
//!
//! Finding: does-not-build

use std::thread;

use common::{start, worker};

fn main() {
    start();
    let sort = thread::spawn(|| worker("sort data"));
    let parse = thread::spawn(|| worker("parse files"));
    let generate = thread::spawn(|| worker("generate output"));
    sort.join().unwrap();
    parse.join().unwrap();
    generate.join().unwrap();
    sort.join().unwrap();
}
