//! Locks stdout in two of its three threads, of which one has to wait until the other is done.
//!
//! Finding: partly-serial

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
        scope.spawn(|| worker("generate output"));
    });
}
