//! Has all that it needs but for a function of the name `main`.
//!
//! Finding: does-not-build

use std::thread;

use common::{start, worker};

pub fn all_three() {
    start();
    thread::scope(|scope| {
        scope.spawn(|| worker("sort data"));
        scope.spawn(|| worker("parse files"));
        scope.spawn(|| worker("generate output"));
    });
}
