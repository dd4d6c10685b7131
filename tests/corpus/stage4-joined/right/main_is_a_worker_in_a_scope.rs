//! Waits by a scope for two threads, beside which main does the work of the first worker itself.
//!
//! Finding: joined

use std::thread;

use common::{start, worker};

fn main() {
    start();
    thread::scope(|scope| {
        scope.spawn(|| worker("parse files"));
        scope.spawn(|| worker("generate output"));
        worker("sort data");
    });
}
