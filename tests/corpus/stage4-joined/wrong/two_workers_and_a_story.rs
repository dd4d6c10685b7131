//! Runs two of the workers, and prints the lines of the third itself.
//!
//! Finding: forged-output

use std::thread;

use common::{start, worker};

fn main() {
    start();
    thread::scope(|scope| {
        scope.spawn(|| worker("sort data"));
        scope.spawn(|| worker("parse files"));
        for step in 0..3 {
            println!("generate output {step} complete");
        }
    });
}
