//! Waits for all threads, and then reports a failure by its exit status.
//!
//! Finding: fails

use std::{process, thread};

use common::{start, worker};

fn main() {
    start();
    thread::scope(|scope| {
        scope.spawn(|| worker("sort data"));
        scope.spawn(|| worker("parse files"));
        scope.spawn(|| worker("generate output"));
    });
    process::exit(1);
}
