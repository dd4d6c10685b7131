//! Is the main function of stage 4: its workers do all their steps, and never wait in between.
//!
//! Finding: too-early

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
