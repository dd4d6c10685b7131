//! Waits as it should, and then repeats the last line of a worker.
//!
//! Finding: forged-output

use std::thread;

use common::{start, worker};

fn main() {
    start();
    thread::scope(|scope| {
        scope.spawn(|| worker("sort data"));
        scope.spawn(|| worker("parse files"));
        scope.spawn(|| worker("generate output"));
    });
    println!("generate output 2 complete");
}
