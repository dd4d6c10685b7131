//! Starts its threads before it prints the header.
//!
//! Finding: under-ordered

use std::thread;

use common::{start, worker};

fn main() {
    thread::scope(|scope| {
        scope.spawn(|| worker("sort data"));
        scope.spawn(|| worker("parse files"));
        scope.spawn(|| worker("generate output"));
        start();
    });
}
