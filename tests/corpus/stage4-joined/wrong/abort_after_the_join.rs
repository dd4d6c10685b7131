//! Waits for all threads and aborts in place of an ordinary end.
//!
//! Finding: crashes

use std::{process, thread};

use common::{start, worker};

fn main() {
    start();
    thread::scope(|scope| {
        scope.spawn(|| worker("sort data"));
        scope.spawn(|| worker("parse files"));
        scope.spawn(|| worker("generate output"));
    });
    process::abort();
}
