//! Starts one worker more than was asked for.
//!
//! Finding: too-many-at-once

use std::thread;

use common::{start, worker};

fn main() {
    start();
    thread::scope(|scope| {
        scope.spawn(|| worker("sort data"));
        scope.spawn(|| worker("parse files"));
        scope.spawn(|| worker("generate output"));
        scope.spawn(|| worker("tidy up"));
    });
}
