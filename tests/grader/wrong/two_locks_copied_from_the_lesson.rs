//! The program of the lesson as it is: other workers, of which there are three, and no purses.
//!
//! Finding: too-many-at-once
//! Graded as: two_locks

use std::thread;

use common::{start, worker};

fn main() {
    start();
    thread::scope(|scope| {
        scope.spawn(|| worker("sort data"));
        scope.spawn(|| worker("parse files"));
        scope.spawn(|| worker("generate output"));
    });
}
