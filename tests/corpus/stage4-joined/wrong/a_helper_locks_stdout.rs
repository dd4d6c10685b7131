//! Has a function that does a piece of work with stdout locked, and calls it in one of three
//! threads.
//!
//! Finding: needless-wait

use std::{io, thread};

use common::{start, worker};

fn with_stdout_locked(work: impl FnOnce()) {
    let stdout = io::stdout().lock();
    work();
    drop(stdout);
}

fn main() {
    start();
    let sort = thread::spawn(|| worker("sort data"));
    let parse = thread::spawn(|| with_stdout_locked(|| worker("parse files")));
    let generate = thread::spawn(|| worker("generate output"));
    parse.join().unwrap();
    sort.join().unwrap();
    generate.join().unwrap();
}
