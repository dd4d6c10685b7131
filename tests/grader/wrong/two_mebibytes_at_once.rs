//! Waits as it should, and then prints far too much.
//!
//! Finding: floods

use std::thread;

use common::{start, worker};

fn main() {
    start();
    thread::scope(|scope| {
        scope.spawn(|| worker("sort data"));
        scope.spawn(|| worker("parse files"));
        scope.spawn(|| worker("generate output"));
    });
    println!("{}", "=".repeat(2 * 1024 * 1024));
}
