//! Gives a worker an empty task, which it answers by a panic.
//!
//! Finding: fails

use std::thread;

use common::{start, worker};

fn main() {
    start();
    thread::scope(|scope| {
        scope.spawn(|| worker("sort data"));
        scope.spawn(|| worker("parse files"));
        scope.spawn(|| worker(""));
    });
}
