//! Locks stdout in each thread, so that the lines of a task stay together. The next one cannot even
//! begin.
//!
//! Finding: serial

use std::{io, thread};

use common::{start, worker};

fn in_one_piece(task: &str) {
    let _stdout = io::stdout().lock();
    worker(task);
}

fn main() {
    start();
    thread::scope(|scope| {
        scope.spawn(|| in_one_piece("sort data"));
        scope.spawn(|| in_one_piece("parse files"));
        scope.spawn(|| in_one_piece("generate output"));
    });
}
