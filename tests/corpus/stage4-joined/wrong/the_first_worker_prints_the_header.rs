//! Prints the header in the first worker's thread, for which the two others do not wait.
//!
//! Finding: too-early

use std::thread;

use common::{start, worker};

fn main() {
    thread::scope(|scope| {
        scope.spawn(|| {
            start();
            worker("sort data");
        });
        scope.spawn(|| worker("parse files"));
        scope.spawn(|| worker("generate output"));
    });
}
