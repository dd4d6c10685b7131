//! Waits by a chain of joins: each thread starts the next one before its own work, and joins it
//! afterwards.
//!
//! Finding: joined

use std::thread;

use common::{start, worker};

fn main() {
    start();
    let sort = thread::spawn(|| {
        let parse = thread::spawn(|| {
            let generate = thread::spawn(|| worker("generate output"));
            worker("parse files");
            generate.join().unwrap();
        });
        worker("sort data");
        parse.join().unwrap();
    });
    sort.join().unwrap();
}
