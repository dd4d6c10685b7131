//! Shows by dots that something goes on, from a thread that never pauses.
//!
//! Finding: too-much-output

use std::thread;

use common::{start, worker};

fn main() {
    start();
    thread::spawn(|| {
        loop {
            eprint!("{}", ".".repeat(80));
        }
    });
    thread::scope(|scope| {
        scope.spawn(|| worker("sort data"));
        scope.spawn(|| worker("parse files"));
        scope.spawn(|| worker("generate output"));
    });
}
