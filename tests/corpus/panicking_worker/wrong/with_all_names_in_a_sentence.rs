//! Says that one of the three has failed, and not which. Each is spawned in a line of its own, and
//! that line is part of what a panic says by itself.
//!
//! Finding: fails

use std::{process, thread};

use common::{start, worker};

fn main() {
    start();
    let sort = thread::spawn(|| worker("sort data"));
    let parse = thread::spawn(|| worker("parse files"));
    let generate = thread::spawn(|| worker("generate output"));
    let results = [sort, parse, generate].map(|handle| handle.join());
    if results.iter().any(Result::is_err) {
        eprintln!("one of sort data, parse files, generate output failed");
        process::exit(1);
    }
}
