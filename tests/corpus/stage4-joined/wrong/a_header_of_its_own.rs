//! Prints a header that is not quite the one that was asked for.
//!
//! Finding: wrong-output

use std::thread;

use common::worker;

fn main() {
    println!("Starting.");
    thread::scope(|scope| {
        scope.spawn(|| worker("sort data"));
        scope.spawn(|| worker("parse files"));
        scope.spawn(|| worker("generate output"));
    });
}
