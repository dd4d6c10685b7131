//! Unwraps the result of joining a thread that has panicked, and so main panics as well.
//!
//! Finding: fails

use std::thread;

use common::{start, worker};

fn main() {
    start();
    let sort = thread::spawn(|| worker("sort data"));
    let parse = thread::spawn(|| worker("parse files"));
    let generate = thread::spawn(|| {
        worker("generate output");
        panic!("there is no disk to save it to");
    });
    sort.join().unwrap();
    parse.join().unwrap();
    generate.join().unwrap();
}
