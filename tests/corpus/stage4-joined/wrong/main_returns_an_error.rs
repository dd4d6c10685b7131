//! Waits for all threads, and then returns an error that none of them had.
//!
//! Finding: fails

use std::thread;

use common::{start, worker};

fn main() -> Result<(), String> {
    start();
    thread::scope(|scope| {
        scope.spawn(|| worker("sort data"));
        scope.spawn(|| worker("parse files"));
        scope.spawn(|| worker("generate output"));
    });
    Err("nothing left to do".to_owned())
}
