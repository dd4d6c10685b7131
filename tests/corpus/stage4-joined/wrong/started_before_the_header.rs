//! Starts its threads before it prints the header.
//!
//! Finding: too-early

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
