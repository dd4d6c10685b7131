//! Does not print the header.
//!
//! Finding: wrong-output

use std::thread;

use common::worker;

fn main() {
    thread::scope(|scope| {
        scope.spawn(|| worker("sort data"));
        scope.spawn(|| worker("parse files"));
        scope.spawn(|| worker("generate output"));
    });
}
