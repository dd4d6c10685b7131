//! Writes bytes to stdout that are not UTF-8.
//!
//! Finding: wrong-output

use std::{
    io::{self, Write},
    thread,
};

use common::{start, worker};

fn main() {
    start();
    thread::scope(|scope| {
        scope.spawn(|| worker("sort data"));
        scope.spawn(|| worker("parse files"));
        scope.spawn(|| worker("generate output"));
    });
    io::stdout().write_all(b"\xC3\x28 \xFF\n").unwrap();
}
