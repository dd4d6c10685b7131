//! Aborts in a thread, when its worker is done, and so takes all the others along.
//!
//! Finding: crashes

use std::{process, thread};

use common::{start, worker};

fn main() {
    start();
    thread::scope(|scope| {
        scope.spawn(|| worker("sort data"));
        scope.spawn(|| worker("parse files"));
        scope.spawn(|| {
            worker("generate output");
            process::abort();
        });
    });
}
