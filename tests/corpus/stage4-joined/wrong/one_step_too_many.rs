//! Prints a fourth step after a worker's three. No worker has done it.
//!
//! Finding: forged-output

use std::thread;

use common::{start, worker};

fn main() {
    start();
    thread::scope(|scope| {
        scope.spawn(|| worker("sort data"));
        scope.spawn(|| worker("parse files"));
        scope.spawn(|| {
            worker("generate output");
            println!("generate output 3 complete");
        });
    });
}
