//! Lets each thread join the one before it, and begin only then.
//!
//! Finding: serial

use std::thread;

use common::{start, worker};

fn main() {
    start();
    let sort = thread::spawn(|| worker("sort data"));
    let parse = thread::spawn(|| {
        sort.join().unwrap();
        worker("parse files");
    });
    let generate = thread::spawn(|| {
        parse.join().unwrap();
        worker("generate output");
    });
    generate.join().unwrap();
}
