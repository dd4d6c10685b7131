//! Ends the whole program from a thread when its worker is done, and with a failure.
//!
//! Finding: fails

use std::{process, thread};

use common::{start, worker};

fn main() {
    start();
    thread::scope(|scope| {
        scope.spawn(|| worker("sort data"));
        scope.spawn(|| worker("parse files"));
        scope.spawn(|| {
            worker("generate output");
            process::exit(1);
        });
    });
}
