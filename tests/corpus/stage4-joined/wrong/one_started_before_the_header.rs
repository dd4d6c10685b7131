//! Starts one of its threads before it prints the header.
//!
//! Finding: too-early

use std::thread;

use common::{start, worker};

fn main() {
    let sort = thread::spawn(|| worker("sort data"));
    start();
    let parse = thread::spawn(|| worker("parse files"));
    let generate = thread::spawn(|| worker("generate output"));
    for handle in [sort, parse, generate] {
        handle.join().unwrap();
    }
}
