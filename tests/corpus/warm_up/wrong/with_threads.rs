//! Gives each worker a thread, so that all three are at work at the same time.
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
    });
    println!("All done");
}
