//! Gives a worker the wrong task.
//!
//! Finding: wrong-output

use std::thread;

use common::{start, worker};

fn main() {
    start();
    thread::scope(|scope| {
        scope.spawn(|| worker("sort data"));
        scope.spawn(|| worker("parse file"));
        scope.spawn(|| worker("generate output"));
    });
}
