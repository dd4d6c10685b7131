//! Keeps stdout locked while it waits, so that no thread can print and main waits for ever.
//!
//! Finding: hangs

use std::{io, thread};

use common::{start, worker};

fn main() {
    start();
    let _stdout = io::stdout().lock();
    thread::scope(|scope| {
        scope.spawn(|| worker("sort data"));
        scope.spawn(|| worker("parse files"));
        scope.spawn(|| worker("generate output"));
    });
}
