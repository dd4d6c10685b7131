//! Waits for the enter key at the end and panics, for stdin is empty.
//!
//! Finding: fails

use std::{io, thread};

use common::{start, worker};

fn main() {
    start();
    thread::scope(|scope| {
        scope.spawn(|| worker("sort data"));
        scope.spawn(|| worker("parse files"));
        scope.spawn(|| worker("generate output"));
    });
    io::stdin().lines().next().expect("the enter key").unwrap();
}
