//! Joins the first thread before it starts the third.
//!
//! Finding: partly-serial

use std::thread;

use common::{start, worker};

fn main() {
    start();
    let sort = thread::spawn(|| worker("sort data"));
    let parse = thread::spawn(|| worker("parse files"));
    sort.join().unwrap();
    let generate = thread::spawn(|| worker("generate output"));
    parse.join().unwrap();
    generate.join().unwrap();
}
