//! Prints a last line that was not asked for.
//!
//! Finding: wrong-output

use std::thread;

use common::{start, worker};

fn main() {
    start();
    thread::scope(|scope| {
        scope.spawn(|| worker("sort data"));
        scope.spawn(|| worker("parse files"));
        scope.spawn(|| worker("generate output"));
    });
    println!("All complete");
}
