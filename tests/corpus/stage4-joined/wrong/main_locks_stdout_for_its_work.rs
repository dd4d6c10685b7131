//! Does the third worker's work in main, and keeps stdout locked meanwhile.
//!
//! Finding: needless-wait

use std::{io, thread};

use common::{start, worker};

fn main() {
    start();
    thread::scope(|scope| {
        scope.spawn(|| worker("sort data"));
        scope.spawn(|| worker("parse files"));
        let _stdout = io::stdout().lock();
        worker("generate output");
    });
}
