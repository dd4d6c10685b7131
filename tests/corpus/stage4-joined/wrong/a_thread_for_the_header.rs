//! Prints the header in a thread, for which the workers' threads do not wait.
//!
//! Finding: too-early

use std::thread;

use common::{start, worker};

fn main() {
    thread::scope(|scope| {
        scope.spawn(start);
        scope.spawn(|| worker("sort data"));
        scope.spawn(|| worker("parse files"));
        scope.spawn(|| worker("generate output"));
    });
}
